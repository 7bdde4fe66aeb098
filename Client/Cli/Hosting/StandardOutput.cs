using Microsoft.Win32.SafeHandles;

namespace Cloud.Cli.Hosting;

/// <summary>
/// Standard output. What goes wrong first is thrown as an <see cref="OutputException"/>; after that it drops what it is
/// given, so that buffers above it, which try again when they are flushed and closed, do not fail again.
/// </summary>
internal sealed class StandardOutput(Stream stream) : Stream
{
    private const int Descriptor = 1;

    private bool _hasFailed;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static StandardOutput OfProcess() => new(OpenStream());

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_hasFailed)
        {
            return;
        }

        try
        {
            stream.Write(buffer);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _hasFailed = true;
            throw new OutputException(failure);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    // A console's stream does not do better: writes wait.
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
        // It has no buffer of its own.
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            stream.Dispose();
        }

        base.Dispose(disposing);
    }

    // The console's stream takes a pipe that nobody reads any more for a success, a FileStream says so. But where
    // standard output is a file, a FileStream counts positions by itself, and others that write to the same file,
    // such as the next command of a script, would write over it.
    private static Stream OpenStream()
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected)
        {
            return Console.OpenStandardOutput();
        }

        var stream = new FileStream(new SafeFileHandle(Descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return stream.CanSeek ? Console.OpenStandardOutput() : stream;
    }
}

using Microsoft.Win32.SafeHandles;

namespace Cloud.Core.Storage.Files;

/// <summary>
/// Bytes of a segment file, handed to a reader: valid until disposed, whatever happens to the log meanwhile. The
/// gateway sends it with <c>sendfile(Handle, Position, ByteCount)</c>; others copy it with <see cref="Read"/>. Owned by
/// one reader.
/// </summary>
public sealed class FileRegion : IDisposable
{
    private OpenFile? _file;

    /// <summary>Takes over one reference of <paramref name="file"/>.</summary>
    internal FileRegion(OpenFile file, FilePosition position, int byteCount)
    {
        _file = file;
        Position = position;
        ByteCount = byteCount;
    }

    public FilePosition Position { get; }

    public int ByteCount { get; }

    /// <summary>Null in the simulator, whose files are not the operating system's.</summary>
    public SafeFileHandle? Handle => Open.File.Handle;

    private OpenFile Open => _file ?? throw new ObjectDisposedException(nameof(FileRegion));

    /// <summary>
    /// Copies from <paramref name="skipBytes"/> on; returns fewer bytes than asked for only at the region's end.
    /// </summary>
    public int Read(Span<byte> buffer, int skipBytes = 0)
    {
        var byteCount = Math.Min(buffer.Length, ByteCount - skipBytes);
        return Open.File.Read(buffer[..byteCount], Position.Plus(skipBytes));
    }

    public byte[] ToArray()
    {
        var bytes = new byte[ByteCount];
        var readBytes = Read(bytes);
        return readBytes == ByteCount ? bytes : bytes[..readBytes];
    }

    public void Dispose() => Interlocked.Exchange(ref _file, null)?.Release();
}

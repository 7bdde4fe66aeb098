namespace Cloud.Core.Storage.Files;

/// <summary>A file of the seam as a stream, for code that reads front to end. Borrows the file.</summary>
internal sealed class FileReadStream(IFile file) : Stream
{
    private FilePosition _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position
    {
        get => _position.Value;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var readBytes = file.Read(buffer, _position);
        _position = _position.Plus(readBytes);
        return readBytes;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // Nothing is ever written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

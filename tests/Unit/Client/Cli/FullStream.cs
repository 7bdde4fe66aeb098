namespace Cloud.Unit.Client.Cli;

/// <summary>Takes so many bytes, and then fails with each write, as a disk that is full does.</summary>
internal sealed class FullStream(int bytesMax, Exception failure) : MemoryStream
{
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (Length + buffer.Length > bytesMax)
        {
            throw failure;
        }

        base.Write(buffer);
    }
}

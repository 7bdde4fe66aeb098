namespace Cloud.Unit.Client.Cli;

/// <summary>Gives no more than so many bytes at a time, as a pipe may.</summary>
internal sealed class TricklingStream(byte[] bytes, int partBytes) : MemoryStream(bytes)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(partBytes, buffer.Length)], cancellationToken);
}

using Cloud.Protocol;
using Cloud.Protocol.Wire;

namespace Cloud.Client;

/// <summary>
/// Puts frames on a stream. Small pieces are gathered, so that a request is one packet and several are one call; large
/// ones go as they are. Used by a connection's sending loop.
/// </summary>
internal sealed class FrameSender(Stream stream) : IDisposable
{
    private const int GatheredBytesMax = 64 * 1024;
    private const int CopiedBytesMax = 16 * 1024;

    private readonly PooledBuffer _gathered = new();

    /// <summary>What it gathers is sent by <see cref="Flush"/>, at the latest.</summary>
    public async ValueTask Send(OutgoingFrame frame, CancellationToken cancellationToken)
    {
        var parts = frame.GetEnumerator();
        while (parts.MoveNext())
        {
            await Send(parts.Current, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask Flush(CancellationToken cancellationToken)
    {
        if (_gathered.Length > 0)
        {
            await stream.WriteAsync(_gathered.WrittenMemory, cancellationToken).ConfigureAwait(false);
            _gathered.Clear();
        }
    }

    public void Dispose() => _gathered.Dispose();

    private async ValueTask Send(FramePart part, CancellationToken cancellationToken)
    {
        if (part.Records is null)
        {
            await Send(part.Bytes, cancellationToken).ConfigureAwait(false);
            return;
        }

        Invariant.Holds(part.Records.TryGetMemory(out var memory));
        foreach (var segment in memory)
        {
            await Send(segment, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask Send(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (bytes.Length <= CopiedBytesMax && _gathered.Length + bytes.Length <= GatheredBytesMax)
        {
            _gathered.Write(bytes.Span);
            return;
        }

        await Flush(cancellationToken).ConfigureAwait(false);
        await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
    }
}

using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Cloud.Grains.Interfaces.Partitions;
using Cloud.Protocol.Wire;

namespace Cloud.Gateway.Connections;

/// <summary>
/// Puts responses on a socket: bytes from memory, records from their files. Used by the connection's write loop.
/// </summary>
internal sealed class ResponseWriter(Socket socket, ConnectionActivity activity) : IDisposable
{
    private const int PieceBytes = 256 * 1024;

    private readonly OutgoingFrame _frame = new();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask Write(IResponse response, short version, int correlationId, CancellationToken cancellation)
    {
        ResponseFrames.Write(_frame, response, version, correlationId);
        var isInParts = _frame.HasParts;
        if (isInParts)
        {
            FileSending.Cork(socket, isCorked: true);
        }

        var parts = _frame.GetEnumerator();
        while (parts.MoveNext())
        {
            await Send(parts.Current, cancellation);
        }

        if (isInParts)
        {
            FileSending.Cork(socket, isCorked: false);
        }

        _frame.Clear();
    }

    /// <summary>Nothing is due: gives the buffer back.</summary>
    public void Rest() => _frame.Release();

    public void Dispose() => _frame.Dispose();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask Send(FramePart part, CancellationToken cancellation)
    {
        switch (part.Records)
        {
            case null:
                await Send(part.Bytes, cancellation);
                break;
            case LocalRecords local:
                await FileSending.Send(socket, local, activity, cancellation);
                break;
            case var records when records.TryGetMemory(out var memory):
                foreach (var segment in memory)
                {
                    await Send(segment, cancellation);
                }

                break;
            default:
                throw new InvalidOperationException($"Records of {part.Records.GetType()} cannot be sent.");
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask Send(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        while (!bytes.IsEmpty)
        {
            // Piece by piece: a client that takes a large answer slowly is alive.
            var piece = bytes.Length > PieceBytes ? bytes[..PieceBytes] : bytes;
            bytes = bytes[await socket.SendAsync(piece, cancellation)..];
            activity.Touch();
        }
    }
}

using System.Buffers;
using System.Buffers.Binary;

namespace Cloud.Client;

/// <summary>Takes answers off a stream, each into an array of its own. Used by a connection's receiving loop.</summary>
internal sealed class FrameReceiver(Stream stream, int frameBytesMax) : IDisposable
{
    private const int LengthBytes = 4;
    private const int BufferBytes = 16 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private int _start;
    private int _end;

    private int Buffered => _end - _start;

    /// <summary>Null when the other side has closed between two answers.</summary>
    /// <exception cref="InvalidDataException">The length is none; the message says which.</exception>
    public async ValueTask<ResponseFrame?> Receive(CancellationToken cancellationToken)
    {
        while (Buffered < LengthBytes)
        {
            if (!await Fill(cancellationToken).ConfigureAwait(false))
            {
                return Buffered == 0 ? null : throw new EndOfStreamException("it ended inside of an answer's length");
            }
        }

        var byteCount = BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_start));
        if (byteCount < LengthBytes || byteCount > frameBytesMax)
        {
            throw new InvalidDataException(
                $"an answer of {byteCount} bytes came; at most {frameBytesMax} are taken (ResponseBytesMax). "
                + "Is this a Kafka listener, and one without encryption?");
        }

        _start += LengthBytes;
        var array = ArrayPool<byte>.Shared.Rent(byteCount);
        try
        {
            await Take(array.AsMemory(0, byteCount), cancellationToken).ConfigureAwait(false);
            return ResponseFrame.OfPooled(array, byteCount);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(array);
            throw;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private async ValueTask Take(Memory<byte> target, CancellationToken cancellationToken)
    {
        var buffered = Math.Min(target.Length, Buffered);
        _buffer.AsSpan(_start, buffered).CopyTo(target.Span);
        _start += buffered;
        var missing = target[buffered..];
        var received = await stream
            .ReadAtLeastAsync(missing, missing.Length, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
        if (received < missing.Length)
        {
            throw new EndOfStreamException("it ended inside of an answer");
        }
    }

    private async ValueTask<bool> Fill(CancellationToken cancellationToken)
    {
        _buffer.AsSpan(_start, Buffered).CopyTo(_buffer);
        (_start, _end) = (0, Buffered);
        var received = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += received;
        return received > 0;
    }
}

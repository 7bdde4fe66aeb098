using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Cloud.Gateway.Connections;

/// <summary>
/// Takes requests off a socket, each into a buffer of its own. Holds no buffer while nothing comes, so that an idle
/// connection stays small. Used by the connection's read loop.
/// </summary>
internal sealed class FrameReader(
    Socket socket, int frameBytesMax, ConnectionMemory memory, ConnectionActivity activity) : IDisposable
{
    private const int LengthBytes = 4;
    private const int BufferBytes = 8 * 1024;

    private byte[]? _buffer;
    private int _start;
    private int _end;

    private int Buffered => _end - _start;

    /// <summary>Null when the client has closed the connection between two requests.</summary>
    /// <exception cref="FrameRefusedException">The length is none, or it ends inside a request.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<RequestFrame?> Read(CancellationToken cancellation)
    {
        if (!await Have(LengthBytes, cancellation))
        {
            return Buffered == 0 ? null : throw new FrameRefusedException("it ended inside a request's length");
        }

        var byteCount = BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_start));
        RequestFrame.ThrowIfRefused(byteCount, frameBytesMax);
        if (!await Have(LengthBytes + RequestFrame.KeyBytes, cancellation))
        {
            throw new FrameRefusedException($"it ended inside a request: none of {byteCount} bytes came");
        }

        _start += LengthBytes;
        var key = RequestFrame.KeyOf(_buffer.AsSpan(_start));
        activity.Touch();
        var frame = await RequestFrame.Rent(key, byteCount, memory, cancellation);
        try
        {
            await Take(frame.Bytes, cancellation);
            activity.Touch();
            return frame;
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }

    public void Dispose() => ReturnBuffer();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> Have(int byteCount, CancellationToken cancellation)
    {
        while (Buffered < byteCount)
        {
            if (!await Fill(cancellation))
            {
                return false;
            }
        }

        return true;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask Take(Memory<byte> target, CancellationToken cancellation)
    {
        var copied = Math.Min(target.Length, Buffered);
        if (copied > 0)
        {
            _buffer.AsSpan(_start, copied).CopyTo(target.Span);
            _start += copied;
        }

        while (copied < target.Length)
        {
            var received = await socket.ReceiveAsync(target[copied..], cancellation);
            if (received == 0)
            {
                throw new FrameRefusedException($"it ended inside a request: {copied} of {target.Length} bytes came");
            }

            copied += received;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> Fill(CancellationToken cancellation)
    {
        if (Buffered == 0)
        {
            ReturnBuffer();

            // Returns when something has come, without a buffer until then.
            await socket.ReceiveAsync(Memory<byte>.Empty, cancellation);
            _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        }
        else if (_start > 0)
        {
            _buffer.AsSpan(_start, Buffered).CopyTo(_buffer);
            (_start, _end) = (0, Buffered);
        }

        var received = await socket.ReceiveAsync(_buffer.AsMemory(_end), cancellation);
        _end += received;
        return received > 0;
    }

    private void ReturnBuffer()
    {
        (_start, _end) = (0, 0);
        if (_buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = null;
        }
    }
}

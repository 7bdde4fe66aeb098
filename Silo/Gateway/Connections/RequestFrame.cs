using System.Buffers;
using System.Buffers.Binary;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Connections;

/// <summary>
/// The bytes of one request, without their length, and the memory that the request is counted with. Owned by whoever
/// brings the request to its handler, until the answer was sent.
/// </summary>
internal sealed class RequestFrame : IDisposable
{
    public const int KeyBytes = 2;

    // A produce is bytes that stay where they are. Of anything else objects are made: a partition of a fetch is 30
    // bytes, and some hundreds while it waits. What is small is not worth the room that it would take from others:
    // there are no more of those than connections and the requests that each may have under way.
    private const int MemoryPerByte = 16;
    private const int SmallBytesMax = 4 * 1024;

    private readonly int _byteCount;
    private readonly long _counted;
    private readonly ConnectionMemory _memory;
    private byte[]? _buffer;

    private RequestFrame(int byteCount, long counted, ConnectionMemory memory)
    {
        (_byteCount, _counted, _memory) = (byteCount, counted, memory);
        _buffer = ArrayPool<byte>.Shared.Rent(byteCount);
    }

    public Memory<byte> Bytes => _buffer.AsMemory(0, _byteCount);

    /// <exception cref="FrameRefusedException">No request is of such a length.</exception>
    public static void ThrowIfRefused(int byteCount, int frameBytesMax)
    {
        if (byteCount < KeyBytes || byteCount > frameBytesMax)
        {
            throw new FrameRefusedException(
                $"a request of {byteCount} bytes; at most {frameBytesMax} are taken (socket.request.max.bytes)");
        }
    }

    /// <summary>The first thing in a frame.</summary>
    public static ApiKey KeyOf(ReadOnlySpan<byte> frame) => (ApiKey)BinaryPrimitives.ReadInt16BigEndian(frame);

    /// <summary>Waits until there is memory for such a request.</summary>
    public static async ValueTask<RequestFrame> Rent(
        ApiKey key, int byteCount, ConnectionMemory memory, CancellationToken cancellation)
    {
        var counted = CountedBytes(key, byteCount);
        await memory.Acquire(counted, cancellation);
        return new(byteCount, counted, memory);
    }

    /// <summary>What a request takes of the memory for all.</summary>
    public static long CountedBytes(ApiKey key, int byteCount) =>
        key is ApiKey.Produce || byteCount <= SmallBytesMax ? byteCount : (long)byteCount * MemoryPerByte;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            _memory.Release(_counted);
        }
    }
}

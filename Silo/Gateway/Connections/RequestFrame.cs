using System.Buffers;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Connections;

/// <summary>
/// The bytes of one request, without their length, and the memory that the request is counted with. Owned by whoever
/// brings the request to its handler, until the answer was sent.
/// </summary>
internal sealed class RequestFrame : IDisposable
{
    // A produce is bytes that stay where they are. Of anything else objects are made: one of 56 bytes for an array's
    // element of 3 is the worst, and its answer is as large.
    private const int MemoryPerByte = 16;

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
        key is ApiKey.Produce ? byteCount : (long)byteCount * MemoryPerByte;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            _memory.Release(_counted);
        }
    }
}

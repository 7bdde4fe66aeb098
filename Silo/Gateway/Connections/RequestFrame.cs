using System.Buffers;

namespace Cloud.Gateway.Connections;

/// <summary>The bytes of one request, without their length. Owned by the connection until the answer was sent.</summary>
internal sealed class RequestFrame : IDisposable
{
    private readonly int _byteCount;
    private readonly ConnectionMemory _memory;
    private byte[]? _buffer;

    public RequestFrame(int byteCount, ConnectionMemory memory)
    {
        (_byteCount, _memory) = (byteCount, memory);
        _buffer = ArrayPool<byte>.Shared.Rent(byteCount);
    }

    public Memory<byte> Bytes => _buffer.AsMemory(0, _byteCount);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            _memory.Release(_byteCount);
        }
    }
}

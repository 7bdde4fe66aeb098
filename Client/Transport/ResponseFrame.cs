using System.Buffers;

namespace Cloud.Client;

/// <summary>
/// The bytes of an answer, without their length. Owned by whoever received it: after <see cref="Dispose"/> nothing that
/// was read from it may be used. Who needs what it holds for longer leaves it to the garbage collector instead.
/// </summary>
public sealed class ResponseFrame : IDisposable
{
    private byte[]? _pooled;

    private ResponseFrame(ReadOnlyMemory<byte> bytes, byte[]? pooled)
    {
        Bytes = bytes;
        _pooled = pooled;
    }

    /// <summary>For requests that are not answered.</summary>
    public static ResponseFrame None { get; } = new(default, pooled: null);

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Around bytes that nobody takes back.</summary>
    public static ResponseFrame Of(ReadOnlyMemory<byte> bytes) => new(bytes, pooled: null);

    /// <summary>Around the beginning of an array of the shared pool, which is given back on disposal.</summary>
    public static ResponseFrame OfPooled(byte[] array, int byteCount) => new(array.AsMemory(0, byteCount), array);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _pooled, null) is { } array)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }
}

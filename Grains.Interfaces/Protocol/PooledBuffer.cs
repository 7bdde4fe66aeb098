using System.Buffers;

namespace Cloud.Protocol;

/// <summary>
/// A growing byte buffer on arrays of the shared pool. Owned by one caller at a time, who disposes it; spans and memory
/// taken from it are borrowed and end with the next write, <see cref="Clear"/>, <see cref="Release"/> or
/// <see cref="Dispose"/>.
/// </summary>
public sealed class PooledBuffer(int initialCapacity = PooledBuffer.DefaultCapacity) : IBufferWriter<byte>, IDisposable
{
    private const int DefaultCapacity = 4096;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(initialCapacity);
    private bool _isDisposed;

    public int Length { get; private set; }

    /// <summary>Bytes that it holds without growing.</summary>
    public int Capacity => _bytes.Length;

    public Span<byte> Written => _bytes.AsSpan(0, Length);

    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, Length);

    /// <summary>
    /// Written bytes and reserved room in one piece: for decoders that copy from what they wrote before.
    /// </summary>
    internal Span<byte> All => _bytes;

    /// <summary>Forgets the content, keeps the memory.</summary>
    public void Clear() => Length = 0;

    /// <summary>Forgets the content and gives the memory back; the next write takes new one.</summary>
    public void Release()
    {
        Length = 0;
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    /// <summary>Forgets what was written after the first <paramref name="length"/> bytes.</summary>
    public void Truncate(int length)
    {
        Invariant.Holds(length >= 0 && length <= Length);
        Length = length;
    }

    public void Advance(int count)
    {
        Invariant.Holds(count >= 0 && count <= _bytes.Length - Length);
        Length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(1, sizeHint));
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(1, sizeHint));
        return _bytes.AsSpan(Length);
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>Makes room for <paramref name="count"/> bytes after the written ones.</summary>
    public void Reserve(int count)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (count > _bytes.Length - Length)
        {
            Grow(count);
        }
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        Release();
    }

    private void Grow(int count)
    {
        var needed = (long)Length + count;
        Invariant.Holds(needed <= Array.MaxLength);
        var wanted = _bytes.Length == 0 ? DefaultCapacity : 2L * _bytes.Length;
        var capacity = (int)Math.Min(Array.MaxLength, Math.Max(needed, wanted));
        var larger = ArrayPool<byte>.Shared.Rent(capacity);
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}

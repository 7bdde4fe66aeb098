namespace Cloud.Simulation.Disks;

/// <summary>Bytes that can be written anywhere; gaps read as zeros.</summary>
internal sealed class GrowingBytes
{
    private byte[] _bytes = [];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    public void Write(ReadOnlySpan<byte> bytes, long position)
    {
        var end = checked((int)position + bytes.Length);
        Grow(end);
        bytes.CopyTo(_bytes.AsSpan((int)position));
    }

    public void SetLength(long length)
    {
        var newLength = checked((int)length);
        if (newLength < Length)
        {
            _bytes.AsSpan(newLength, Length - newLength).Clear();
            Length = newLength;
        }
        else
        {
            Grow(newLength);
        }
    }

    public void Flip(long position, int bit)
    {
        if (position < Length)
        {
            _bytes[position] ^= (byte)(1 << bit);
        }
    }

    public void CopyFrom(GrowingBytes other)
    {
        _bytes = other.Span.ToArray();
        Length = other.Length;
    }

    private void Grow(int length)
    {
        if (length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(length, 2 * _bytes.Length));
        }

        Length = Math.Max(Length, length);
    }
}

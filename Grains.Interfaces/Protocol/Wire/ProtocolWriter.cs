using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Cloud.Protocol.Wire;

/// <summary>
/// Writes the fields of a message one after the other into a frame, for the code made from the descriptions. A null
/// where the version allows none is a mistake of the caller and a broken invariant.
/// </summary>
public ref struct ProtocolWriter
{
    private const int VarIntBytesMax = 5;
    private const int NullLength = -1;

    private readonly OutgoingFrame _frame;
    private readonly PooledBuffer _bytes;

    public ProtocolWriter(OutgoingFrame frame, short version, bool isFlexible)
    {
        _frame = frame;
        _bytes = frame.Bytes;
        Version = version;
        IsFlexible = isFlexible;
    }

    public short Version { get; }

    public bool IsFlexible { get; }

    public void WriteBoolean(bool value) => WriteInt8(value ? (sbyte)1 : (sbyte)0);

    public void WriteInt8(sbyte value)
    {
        _bytes.GetSpan(sizeof(sbyte))[0] = (byte)value;
        _bytes.Advance(sizeof(sbyte));
    }

    public void WriteInt16(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(_bytes.GetSpan(sizeof(short)), value);
        _bytes.Advance(sizeof(short));
    }

    public void WriteUInt16(ushort value) => WriteInt16((short)value);

    public void WriteInt32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_bytes.GetSpan(sizeof(int)), value);
        _bytes.Advance(sizeof(int));
    }

    public void WriteInt64(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(_bytes.GetSpan(sizeof(long)), value);
        _bytes.Advance(sizeof(long));
    }

    public void WriteFloat64(double value) => WriteInt64(BitConverter.DoubleToInt64Bits(value));

    /// <summary>Whole milliseconds; what does not fit is taken for the longest duration there is.</summary>
    public void WriteDuration(TimeSpan value) =>
        WriteInt32((int)Math.Clamp(value.Ticks / TimeSpan.TicksPerMillisecond, int.MinValue, int.MaxValue));

    public void WriteUuid(Guid value)
    {
        const int Size = 16;
        value.TryWriteBytes(_bytes.GetSpan(Size), bigEndian: true, out _);
        _bytes.Advance(Size);
    }

    public void WriteString(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Invariant.Holds(length <= ProtocolLimits.StringBytesMax);
        if (IsFlexible)
        {
            WriteUnsignedVarInt((uint)length + 1);
        }
        else
        {
            WriteInt16((short)length);
        }

        Encoding.UTF8.GetBytes(value, _bytes.GetSpan(length));
        _bytes.Advance(length);
    }

    public void WriteNullableString(string? value, bool isNullable, string field)
    {
        if (value is not null)
        {
            WriteString(value);
            return;
        }

        RequireNullable(isNullable, field);
        if (IsFlexible)
        {
            WriteUnsignedVarInt(0);
        }
        else
        {
            WriteInt16(NullLength);
        }
    }

    public void WriteBytes(ReadOnlyMemory<byte> value)
    {
        WriteLength(value.Length);
        _bytes.Write(value.Span);
    }

    public void WriteNullableBytes(ReadOnlyMemory<byte>? value, bool isNullable, string field)
    {
        if (value is { } bytes)
        {
            WriteBytes(bytes);
            return;
        }

        WriteNullArray(isNullable, field);
    }

    public void WriteRecords(RecordsPart value)
    {
        WriteLength(value.ByteCount);
        _frame.Add(value);
    }

    public void WriteNullableRecords(RecordsPart? value, bool isNullable, string field)
    {
        if (value is not null)
        {
            WriteRecords(value);
            return;
        }

        WriteNullArray(isNullable, field);
    }

    /// <summary>Of a structure that may be null.</summary>
    public void WriteIsPresent(bool isPresent) => WriteInt8(isPresent ? (sbyte)1 : (sbyte)-1);

    public void WriteArrayLength(int count) => WriteLength(count);

    public void WriteNullArray(bool isNullable, string field)
    {
        RequireNullable(isNullable, field);
        WriteLength(NullLength);
    }

    /// <summary>Ends a structure without tagged fields; nothing before the flexible versions.</summary>
    public void WriteNoTags()
    {
        if (IsFlexible)
        {
            WriteUnsignedVarInt(0);
        }
    }

    public void WriteTagCount(int count) => WriteUnsignedVarInt((uint)count);

    /// <summary>Gives where the size of the value stands, for <see cref="EndTag"/>.</summary>
    public int BeginTag(uint tag)
    {
        WriteUnsignedVarInt(tag);
        WriteInt8(0);
        return _bytes.Length - 1;
    }

    // The size takes one byte nearly always. Where it takes more, the value moves: rare, and cheaper than counting.
    public void EndTag(int sizePosition)
    {
        var size = _bytes.Length - sizePosition - 1;
        var extra = UnsignedVarIntSize((uint)size) - 1;
        if (extra > 0)
        {
            _bytes.GetSpan(extra);
            _bytes.Advance(extra);
            var value = _bytes.Written.Slice(sizePosition + 1, size);
            value.CopyTo(_bytes.Written[(sizePosition + 1 + extra)..]);
        }

        PutUnsignedVarInt(_bytes.Written[sizePosition..], (uint)size);
    }

    private void WriteLength(int length)
    {
        if (IsFlexible)
        {
            WriteUnsignedVarInt((uint)(length + 1));
        }
        else
        {
            WriteInt32(length);
        }
    }

    private void WriteUnsignedVarInt(uint value) =>
        _bytes.Advance(PutUnsignedVarInt(_bytes.GetSpan(VarIntBytesMax), value));

    private static int PutUnsignedVarInt(Span<byte> destination, uint value)
    {
        var count = 0;
        for (; value >= 0x80; value >>= 7)
        {
            destination[count++] = (byte)(value | 0x80);
        }

        destination[count++] = (byte)value;
        return count;
    }

    private static int UnsignedVarIntSize(uint value) => (38 - BitOperations.LeadingZeroCount(value | 1)) / 7;

    private readonly void RequireNullable(bool isNullable, string field)
    {
        if (!isNullable)
        {
            throw new InvariantBrokenException($"Invariant broken: {field} is not null in version {Version}");
        }
    }
}

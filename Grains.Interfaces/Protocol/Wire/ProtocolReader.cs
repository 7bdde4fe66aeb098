using System.Buffers;
using System.Text.Unicode;

namespace Cloud.Protocol.Wire;

/// <summary>
/// Reads the fields of a frame one after the other, for the code made from the descriptions. The first thing that is
/// wrong is kept in <see cref="Error"/>; from then on every read gives an empty value at once, so that the caller need
/// look at <see cref="IsSound"/> only at the end. No length is believed before its bytes are there.
/// </summary>
public ref struct ProtocolReader(ReadOnlySequence<byte> frame)
{
    private const int CompactNullLength = -1;
    private const int VarIntBytesMax = 5;

    private SequenceReader<byte> _bytes = new(frame);
    private string _message = "";
    private int _elementsLeft = ProtocolLimits.MessageElementsMax;

    public readonly bool IsSound => Error.Problem is ProtocolProblem.None;

    /// <summary>The first thing that was wrong.</summary>
    public ProtocolError Error { get; private set; }

    public short Version { get; private set; }

    public bool IsFlexible { get; private set; }

    /// <summary>From the start of the frame.</summary>
    public readonly long Position => _bytes.Consumed;

    public readonly long BytesLeft => _bytes.Remaining;

    /// <summary>What comes next is this message in this version.</summary>
    public void Enter(string message, short version, bool isFlexible)
    {
        _message = message;
        Version = version;
        IsFlexible = isFlexible;
    }

    /// <summary>Leaves out bytes that were read before.</summary>
    internal void Skip(long count) => _bytes.Advance(count);

    /// <summary>The message must end where the frame does.</summary>
    public void Leave()
    {
        if (_bytes.Remaining > 0)
        {
            Fail(ProtocolProblem.TrailingBytes, "end", Position);
        }
    }

    public bool ReadBoolean(string field) => ReadInt8(field) != 0;

    public sbyte ReadInt8(string field)
    {
        if (_bytes.TryRead(out var value))
        {
            return (sbyte)value;
        }

        Fail(ProtocolProblem.Truncated, field, Position);
        return 0;
    }

    public short ReadInt16(string field)
    {
        if (_bytes.TryReadBigEndian(out short value))
        {
            return value;
        }

        Fail(ProtocolProblem.Truncated, field, Position);
        return 0;
    }

    public ushort ReadUInt16(string field) => (ushort)ReadInt16(field);

    public int ReadInt32(string field)
    {
        if (_bytes.TryReadBigEndian(out int value))
        {
            return value;
        }

        Fail(ProtocolProblem.Truncated, field, Position);
        return 0;
    }

    public long ReadInt64(string field)
    {
        if (_bytes.TryReadBigEndian(out long value))
        {
            return value;
        }

        Fail(ProtocolProblem.Truncated, field, Position);
        return 0;
    }

    public double ReadFloat64(string field) => BitConverter.Int64BitsToDouble(ReadInt64(field));

    public TimeSpan ReadDuration(string field) => TimeSpan.FromMilliseconds(ReadInt32(field));

    public Guid ReadUuid(string field)
    {
        const int Size = 16;
        Span<byte> bytes = stackalloc byte[Size];
        if (!_bytes.TryCopyTo(bytes))
        {
            Fail(ProtocolProblem.Truncated, field, Position);
            return Guid.Empty;
        }

        _bytes.Advance(Size);
        return new Guid(bytes, bigEndian: true);
    }

    public string ReadString(string field) => ReadNullableString(field, isNullable: false) ?? "";

    /// <param name="field">Its name, for the error.</param>
    /// <param name="isNullable">Whether this version allows null.</param>
    /// <param name="known">A text that the value may well be: it is returned without making another one.</param>
    public string? ReadNullableString(string field, bool isNullable, string? known = null)
    {
        var start = Position;
        var length = IsFlexible ? ReadCompactLength(field) : ReadInt16(field);
        if (!TryTake(length, ProtocolLimits.StringBytesMax, isNullable, field, start, out var content))
        {
            return null;
        }

        return content.IsSingleSegment
            ? Text(content.FirstSpan, known, field, start)
            : Text(content.ToArray(), known, field, start);
    }

    public ReadOnlyMemory<byte> ReadBytes(string field) => ReadNullableBytes(field, isNullable: false) ?? default;

    /// <summary>Borrowed from the frame, unless the frame's memory is cut in the middle of the value.</summary>
    public ReadOnlyMemory<byte>? ReadNullableBytes(string field, bool isNullable)
    {
        var start = Position;
        var length = ReadLength(field);
        if (!TryTake(length, int.MaxValue, isNullable, field, start, out var content))
        {
            return null;
        }

        return content.IsSingleSegment ? content.First : content.ToArray();
    }

    public RecordsPart ReadRecords(string field) =>
        ReadNullableRecords(field, isNullable: false) ?? MemoryRecords.Empty;

    /// <summary>Borrowed from the frame always: records are not copied.</summary>
    public RecordsPart? ReadNullableRecords(string field, bool isNullable)
    {
        var start = Position;
        var length = ReadLength(field);
        if (!TryTake(length, int.MaxValue, isNullable, field, start, out var content))
        {
            return null;
        }

        return content.IsEmpty ? MemoryRecords.Empty : new MemoryRecords(content);
    }

    /// <summary>Of a structure that may be null.</summary>
    public bool ReadIsPresent(string field) => ReadInt8(field) >= 0 && IsSound;

    /// <summary>0 also where the count is not to be believed.</summary>
    public int ReadArrayLength(string field, int elementBytesMin) =>
        Math.Max(0, ReadNullableArrayLength(field, elementBytesMin, isNullable: false));

    /// <summary>-1 for null.</summary>
    public int ReadNullableArrayLength(string field, int elementBytesMin, bool isNullable)
    {
        var start = Position;
        var count = ReadLength(field);
        if (count == CompactNullLength)
        {
            return Null(isNullable, field, start) ? CompactNullLength : 0;
        }

        var countMax = Math.Min(ProtocolLimits.ArrayElementsMax, _elementsLeft);
        if (count < 0 || count > countMax || count > _bytes.Remaining / elementBytesMin)
        {
            Fail(ProtocolProblem.LengthOutOfRange, field, start);
            return 0;
        }

        _elementsLeft -= count;
        return count;
    }

    /// <summary>Begins the tagged fields of a structure; there are none before the flexible versions.</summary>
    public TagSection ReadTags()
    {
        if (!IsFlexible)
        {
            return default;
        }

        var start = Position;
        var count = ReadUnsignedVarInt("tags");
        if (count <= ProtocolLimits.TaggedFieldsMax)
        {
            return new TagSection { Left = (int)count, End = Position };
        }

        Fail(ProtocolProblem.LengthOutOfRange, "tags", start);
        return default;
    }

    /// <summary>
    /// Goes to the next tagged field. False when there is none, or when the one before was not as long as it said.
    /// </summary>
    public bool TryReadTag(ref TagSection tags)
    {
        if (tags.IsStarted && Position != tags.End && IsSound)
        {
            Fail(ProtocolProblem.TagLengthMismatch, $"tag {tags.Current}", Position);
        }

        if (tags.Left == 0 || !IsSound)
        {
            return false;
        }

        var start = Position;
        var tag = ReadUnsignedVarInt("tag");
        if (tags.IsStarted && tag <= tags.Current)
        {
            Fail(ProtocolProblem.TagOutOfOrder, $"tag {tag}", start);
        }

        var size = ReadUnsignedVarInt("tag size");
        if (size > _bytes.Remaining)
        {
            Fail(ProtocolProblem.LengthOutOfRange, $"tag {tag}", start);
        }

        tags.Current = tag;
        tags.IsStarted = true;
        tags.Left--;
        tags.End = Position + size;
        return IsSound;
    }

    /// <summary>Skips a tagged field that this release does not know. It is not kept.</summary>
    public void SkipTag(in TagSection tags)
    {
        if (IsSound)
        {
            _bytes.Advance(tags.End - Position);
        }
    }

    /// <summary>Skips all tagged fields of a structure that has none in this release.</summary>
    public void SkipTags()
    {
        var tags = ReadTags();
        while (TryReadTag(ref tags))
        {
            SkipTag(tags);
        }
    }

    // Of bytes and arrays; texts have shorter ones before the flexible versions.
    private int ReadLength(string field) => IsFlexible ? ReadCompactLength(field) : ReadInt32(field);

    // One more than the length, so that 0 is left for null. Above what a length can be it is below -1.
    private int ReadCompactLength(string field)
    {
        var value = ReadUnsignedVarInt(field);
        return IsSound ? unchecked((int)(value - 1)) : 0;
    }

    private uint ReadUnsignedVarInt(string field)
    {
        var start = Position;
        uint value = 0;
        for (var index = 0; index < VarIntBytesMax; index++)
        {
            if (!_bytes.TryRead(out var current))
            {
                Fail(ProtocolProblem.Truncated, field, start);
                return 0;
            }

            value |= (uint)(current & 0x7F) << (7 * index);
            if (current < 0x80)
            {
                // The fifth byte has room for four bits.
                var isTooLong = index == VarIntBytesMax - 1 && current > 0x0F;
                return isTooLong ? FailVarInt(field, start) : value;
            }
        }

        return FailVarInt(field, start);
    }

    private bool TryTake(
        int length, int lengthMax, bool isNullable, string field, long start, out ReadOnlySequence<byte> content)
    {
        content = default;
        if (!IsSound)
        {
            return false;
        }

        if (length == CompactNullLength)
        {
            Null(isNullable, field, start);
            return false;
        }

        if (length < 0 || length > lengthMax)
        {
            Fail(ProtocolProblem.LengthOutOfRange, field, start);
            return false;
        }

        if (!_bytes.TryReadExact(length, out content))
        {
            Fail(ProtocolProblem.Truncated, field, start);
            return false;
        }

        return true;
    }

    private string? Text(ReadOnlySpan<byte> content, string? known, string field, long start)
    {
        if (known is not null && System.Text.Ascii.Equals(content, known))
        {
            return known;
        }

        if (Utf8.IsValid(content))
        {
            return System.Text.Encoding.UTF8.GetString(content);
        }

        Fail(ProtocolProblem.InvalidUtf8, field, start);
        return null;
    }

    private bool Null(bool isNullable, string field, long start)
    {
        if (!isNullable)
        {
            Fail(ProtocolProblem.UnexpectedNull, field, start);
        }

        return isNullable;
    }

    private uint FailVarInt(string field, long start)
    {
        Fail(ProtocolProblem.VarIntTooLong, field, start);
        return 0;
    }

    // Going to the end makes every later read fail at once, without a check of its own.
    private void Fail(ProtocolProblem problem, string field, long position)
    {
        if (IsSound)
        {
            Error = new ProtocolError(problem, _message, Version, field, position);
        }

        _bytes.AdvanceToEnd();
    }
}

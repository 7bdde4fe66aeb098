namespace Cloud.Protocol.Records;

/// <summary>
/// Reads the fields of records one after the other. Every length is held against what is left before it is used. After
/// false the record is lost and the reader is of no further use.
/// </summary>
internal ref struct RecordFieldReader(ReadOnlySpan<byte> source)
{
    private const int NullLength = -1;

    private ReadOnlySpan<byte> _rest = source;

    public readonly ReadOnlySpan<byte> Rest => _rest;

    public bool TryReadInt32(out int value)
    {
        var isRead = VarInt.TryReadInt32(_rest, out value, out var bytesRead) is ReadStatus.Done;
        _rest = isRead ? _rest[bytesRead..] : _rest;
        return isRead;
    }

    public bool TryReadInt64(out long value)
    {
        var isRead = VarInt.TryReadInt64(_rest, out value, out var bytesRead) is ReadStatus.Done;
        _rest = isRead ? _rest[bytesRead..] : _rest;
        return isRead;
    }

    public bool TryReadByte(out byte value)
    {
        value = 0;
        if (_rest.IsEmpty)
        {
            return false;
        }

        value = _rest[0];
        _rest = _rest[1..];
        return true;
    }

    public bool TryReadBytes(int length, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if ((uint)length > (uint)_rest.Length)
        {
            return false;
        }

        bytes = _rest[..length];
        _rest = _rest[length..];
        return true;
    }

    public bool TryReadNullableBytes(out NullableBytes bytes)
    {
        bytes = default;
        if (!TryReadInt32(out var length))
        {
            return false;
        }

        if (length == NullLength)
        {
            return true;
        }

        if (!TryReadBytes(length, out var content))
        {
            return false;
        }

        bytes = content;
        return true;
    }

    public bool TryReadHeader(out RecordHeaderView header)
    {
        header = default;
        if (!TryReadInt32(out var keyLength)
            || !TryReadBytes(keyLength, out var key)
            || !TryReadNullableBytes(out var value))
        {
            return false;
        }

        header = new RecordHeaderView(key, value);
        return true;
    }

    /// <summary>Reads the count and walks the headers once, so that later walks need no checks.</summary>
    public bool TryReadHeaders(out RecordHeaders headers)
    {
        headers = default;
        if (!TryReadInt32(out var count) || count < 0)
        {
            return false;
        }

        var start = _rest;
        for (var index = 0; index < count; index++)
        {
            if (!TryReadHeader(out _))
            {
                return false;
            }
        }

        headers = new RecordHeaders(count, start[..(start.Length - _rest.Length)]);
        return true;
    }
}

using System.Text;

namespace Cloud.Protocol.Records;

/// <summary>
/// Sizes and bytes of the parts of one record. Sizes come first, so that each record is written in one piece.
/// </summary>
internal static class RecordEncoding
{
    private const int NullLength = -1;
    private const int AttributesBytes = 1;

    /// <summary>Everything between the length prefix and the headers, the count of headers included.</summary>
    public static long SizeOf(
        long timestampDelta, int offsetDelta, NullableBytes key, NullableBytes value, int headerCount) =>
        AttributesBytes + VarInt.SizeOf(timestampDelta) + VarInt.SizeOf(offsetDelta) + SizeOf(key) + SizeOf(value)
        + VarInt.SizeOf(headerCount);

    public static long SizeOf(ReadOnlySpan<RecordHeader> headers)
    {
        long size = 0;
        foreach (var header in headers)
        {
            var keyBytes = Encoding.UTF8.GetByteCount(header.Key);
            size += VarInt.SizeOf(keyBytes) + keyBytes + SizeOf(ValueOf(header));
        }

        return size;
    }

    public static int Write(
        Span<byte> destination,
        long timestampDelta,
        int offsetDelta,
        NullableBytes key,
        NullableBytes value,
        int headerCount)
    {
        destination[0] = 0;
        var position = AttributesBytes;
        position += VarInt.WriteInt64(destination[position..], timestampDelta);
        position += VarInt.WriteInt32(destination[position..], offsetDelta);
        position += Write(destination[position..], key);
        position += Write(destination[position..], value);
        return position + VarInt.WriteInt32(destination[position..], headerCount);
    }

    public static void Write(Span<byte> destination, ReadOnlySpan<RecordHeader> headers)
    {
        foreach (var header in headers)
        {
            var keyBytes = Encoding.UTF8.GetByteCount(header.Key);
            destination = destination[VarInt.WriteInt32(destination, keyBytes)..];
            destination = destination[Encoding.UTF8.GetBytes(header.Key, destination)..];
            destination = destination[Write(destination, ValueOf(header))..];
        }
    }

    private static NullableBytes ValueOf(in RecordHeader header) =>
        header.Value is { } value ? value.Span : NullableBytes.Null;

    private static long SizeOf(NullableBytes bytes) =>
        bytes.IsNull ? VarInt.SizeOf(NullLength) : VarInt.SizeOf(bytes.Span.Length) + (long)bytes.Span.Length;

    private static int Write(Span<byte> destination, NullableBytes bytes)
    {
        if (bytes.IsNull)
        {
            return VarInt.WriteInt32(destination, NullLength);
        }

        var position = VarInt.WriteInt32(destination, bytes.Span.Length);
        bytes.Span.CopyTo(destination[position..]);
        return position + bytes.Span.Length;
    }
}

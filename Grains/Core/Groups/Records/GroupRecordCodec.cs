using System.Buffers.Binary;
using Cloud.Protocol;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Core.Groups.Records;

/// <summary>Turns records into the keys and values that Kafka's own tools read, and back.</summary>
public static class GroupRecordCodec
{
    // The last ones that are not flexible: Kafka writes these, so that releases that know no flexible one can go back.
    private const short OffsetCommitVersion = 3;
    private const short GroupMetadataVersion = 3;

    // The only version that has the time of expiry.
    private const short ExpiringOffsetCommitVersion = 1;

    public static byte[] EncodeKey(GroupRecord record) => GroupRecordFormats.Of(record.Key).WriteKey(record.Key);

    /// <summary>Null for a tombstone.</summary>
    public static byte[]? EncodeValue(GroupRecord record) => record.Value is { } value
        ? GroupRecordFormats.Of(record.Key).WriteValue(value, VersionOf(value))
        : null;

    /// <summary>The record borrows nothing from the bytes.</summary>
    public static DecodeStatus TryDecode(
        ReadOnlySpan<byte> key, NullableBytes value, out GroupRecord? record)
    {
        record = null;
        if (!BinaryPrimitives.TryReadInt16BigEndian(key, out var keyVersion))
        {
            return DecodeStatus.Malformed;
        }

        if (GroupRecordFormats.Find(keyVersion) is not { } format)
        {
            return DecodeStatus.Unknown;
        }

        if (format.ReadKey(key.ToArray()) is not { } keyMessage)
        {
            return DecodeStatus.Malformed;
        }

        if (value.IsNull)
        {
            record = new(keyMessage, null);
            return DecodeStatus.Done;
        }

        return TryDecodeValue(format, keyMessage, value.Span, out record);
    }

    private static DecodeStatus TryDecodeValue(
        GroupRecordFormat format, IProtocolMessage key, ReadOnlySpan<byte> value, out GroupRecord? record)
    {
        record = null;
        if (!BinaryPrimitives.TryReadInt16BigEndian(value, out var version))
        {
            return DecodeStatus.Malformed;
        }

        if (version < 0 || version > format.ValueVersionMax)
        {
            return DecodeStatus.Unknown;
        }

        if (format.ReadValue(value.ToArray(), version) is not { } message)
        {
            return DecodeStatus.Malformed;
        }

        record = new(key, message);
        return DecodeStatus.Done;
    }

    private static short VersionOf(IProtocolMessage value) => value switch
    {
        OffsetCommitValue offset =>
            offset.ExpireTimestamp == Instant.None ? OffsetCommitVersion : ExpiringOffsetCommitVersion,
        GroupMetadataValue => GroupMetadataVersion,
        _ => 0,
    };
}

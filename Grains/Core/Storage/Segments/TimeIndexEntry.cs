using System.Buffers.Binary;

namespace Cloud.Core.Storage.Segments;

/// <summary>
/// One entry of <c>.timeindex</c>: the largest timestamp so far and the last offset of the batch that bore it, relative
/// to the segment. Twelve bytes, big-endian, as Kafka writes it.
/// </summary>
internal readonly record struct TimeIndexEntry(long Timestamp, int RelativeOffset) : IIndexEntry<TimeIndexEntry>
{
    public static int ByteCount => 12;

    public static TimeIndexEntry Decode(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadInt32BigEndian(bytes[8..]));

    public void Encode(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt64BigEndian(bytes, Timestamp);
        BinaryPrimitives.WriteInt32BigEndian(bytes[8..], RelativeOffset);
    }

    // The largest timestamp grew, so the batch that bears it lies further on.
    public bool MayFollow(TimeIndexEntry previous) =>
        Timestamp > previous.Timestamp && RelativeOffset > previous.RelativeOffset;

    public bool MayBeFirst() => Timestamp >= 0 && RelativeOffset >= 0;
}

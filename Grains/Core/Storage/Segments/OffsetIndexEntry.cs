using System.Buffers.Binary;
using Cloud.Core.Storage.Files;

namespace Cloud.Core.Storage.Segments;

/// <summary>
/// One entry of <c>.index</c>: the last offset of a batch, relative to the segment, and where that batch starts. Eight
/// bytes, big-endian, as Kafka writes it.
/// </summary>
internal readonly record struct OffsetIndexEntry(int RelativeOffset, int Position) : IIndexEntry<OffsetIndexEntry>
{
    public static int ByteCount => 8;

    public FilePosition FilePosition => new(Position);

    public static OffsetIndexEntry Decode(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadInt32BigEndian(bytes), BinaryPrimitives.ReadInt32BigEndian(bytes[4..]));

    public void Encode(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt32BigEndian(bytes, RelativeOffset);
        BinaryPrimitives.WriteInt32BigEndian(bytes[4..], Position);
    }

    public bool MayFollow(OffsetIndexEntry previous) =>
        RelativeOffset > previous.RelativeOffset && Position > previous.Position;

    public bool MayBeFirst() => RelativeOffset >= 0 && Position > 0;
}

using System.Buffers.Binary;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Transactions;

/// <summary>
/// An entry of <c>.txnindex</c>: a transaction whose records a read-committed reader must skip. 34 bytes in Kafka's
/// order: version, producer id, first offset, last offset, last stable offset.
/// </summary>
/// <param name="LastOffset">Inclusive: the offset of the abort marker.</param>
/// <param name="LastStableOffset">Exclusive: below it all transactions were decided when this one was aborted.</param>
public readonly record struct AbortedTransaction(
    ProducerId ProducerId, Offset FirstOffset, Offset LastOffset, Offset LastStableOffset)
{
    public const int SizeBytes = 34;

    private const short Version = 0;
    private const int ProducerIdAt = 2;
    private const int FirstOffsetAt = 10;
    private const int LastOffsetAt = 18;
    private const int LastStableOffsetAt = 26;

    public void Encode(Span<byte> target)
    {
        Invariant.Holds(target.Length >= SizeBytes);
        BinaryPrimitives.WriteInt16BigEndian(target, Version);
        BinaryPrimitives.WriteInt64BigEndian(target[ProducerIdAt..], ProducerId.Value);
        BinaryPrimitives.WriteInt64BigEndian(target[FirstOffsetAt..], FirstOffset.Value);
        BinaryPrimitives.WriteInt64BigEndian(target[LastOffsetAt..], LastOffset.Value);
        BinaryPrimitives.WriteInt64BigEndian(target[LastStableOffsetAt..], LastStableOffset.Value);
    }

    public static DecodeStatus TryDecode(ReadOnlySpan<byte> source, out AbortedTransaction entry)
    {
        entry = default;
        if (source.Length < SizeBytes)
        {
            return DecodeStatus.Malformed;
        }

        if (BinaryPrimitives.ReadInt16BigEndian(source) != Version)
        {
            return DecodeStatus.UnknownVersion;
        }

        var found = new AbortedTransaction(
            new(BinaryPrimitives.ReadInt64BigEndian(source[ProducerIdAt..])),
            new(BinaryPrimitives.ReadInt64BigEndian(source[FirstOffsetAt..])),
            new(BinaryPrimitives.ReadInt64BigEndian(source[LastOffsetAt..])),
            new(BinaryPrimitives.ReadInt64BigEndian(source[LastStableOffsetAt..])));
        if (!found.IsSound)
        {
            return DecodeStatus.Malformed;
        }

        entry = found;
        return DecodeStatus.Done;
    }

    // A transaction has at least one record before its marker.
    private bool IsSound =>
        ProducerId.IsIdempotent &&
        FirstOffset >= Offset.Zero &&
        LastOffset > FirstOffset &&
        LastOffset.Value < long.MaxValue &&
        LastStableOffset >= Offset.Zero;
}

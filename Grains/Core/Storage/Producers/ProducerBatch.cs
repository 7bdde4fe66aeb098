using Cloud.Protocol;

namespace Cloud.Core.Storage.Producers;

/// <summary>
/// What is remembered of a batch, to recognise it when it is sent again. 24 bytes: it is kept five-fold.
/// </summary>
/// <param name="LastSequence">Inclusive.</param>
/// <param name="LastOffset">Inclusive.</param>
/// <param name="OffsetDelta">Distance of the last record from the first, in offsets and in sequences alike.</param>
public readonly record struct ProducerBatch(int LastSequence, int OffsetDelta, Offset LastOffset, Instant Timestamp)
{
    public int FirstSequence => MinusWrapping(LastSequence, OffsetDelta);

    public Offset FirstOffset => LastOffset.Plus(-(long)OffsetDelta);

    // Sequences are counted modulo 2^31. A batch without sequences (-1) yields no valid one and so matches nothing.
    private static int MinusWrapping(int sequence, int decrement) => sequence >= decrement
        ? sequence - decrement
        : int.MaxValue - (decrement - sequence) + 1;
}

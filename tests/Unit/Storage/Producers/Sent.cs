using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Unit.Storage.Producers;

/// <summary>A batch as a test sends it. Offsets are given by the log under test.</summary>
internal sealed record Sent
{
    private const short TransactionalBit = 1 << 4;
    private const short ControlBit = 1 << 5;

    public long Producer { get; init; } = 1;

    public short Epoch { get; init; }

    public int Sequence { get; init; }

    public int Count { get; init; } = 1;

    public bool IsTransactional { get; init; }

    public EndTransactionMarker? Marker { get; init; }

    public long Timestamp { get; init; } = 1000;

    public RecordBatchOrigin Origin { get; init; } = RecordBatchOrigin.Client;

    public RecordBatchHeader At(Offset baseOffset) => new()
    {
        BaseOffset = baseOffset,
        BatchLength = RecordBatchLayout.BatchLengthMin,
        PartitionLeaderEpoch = new(0),
        Crc = 0,
        Attributes = new((short)((IsTransactional ? TransactionalBit : 0) | (Marker is null ? 0 : ControlBit))),
        LastOffsetDelta = Count - 1,
        BaseTimestamp = new(Timestamp),
        MaxTimestamp = new(Timestamp),
        ProducerId = new(Producer),
        ProducerEpoch = new(Epoch),
        BaseSequence = Marker is null ? Sequence : RecordBatchHeader.NoSequence,
        RecordCount = Count,
    };
}

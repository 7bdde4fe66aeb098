using Cloud.Protocol;

namespace Cloud.Grains.Interfaces.Partitions;

/// <summary>An idempotent producer that a log knows.</summary>
/// <param name="LastSequence">-1 when it has only written markers.</param>
/// <param name="CoordinatorEpoch">-1 before the first marker.</param>
/// <param name="TransactionStartOffset">Of its open transaction; none without one.</param>
public readonly record struct LocalProducer(
    ProducerId ProducerId,
    ProducerEpoch Epoch,
    int LastSequence,
    Instant LastTimestamp,
    int CoordinatorEpoch,
    Offset TransactionStartOffset);

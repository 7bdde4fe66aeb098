using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>A producer that a partition knows.</summary>
/// <param name="ProducerId">Its id.</param>
/// <param name="ProducerEpoch">Its epoch.</param>
/// <param name="LastSequence">Of its last record; -1 when there is none.</param>
/// <param name="LastTimestamp">Of its last batch; null when there is none.</param>
/// <param name="CoordinatorEpoch">Of its transaction coordinator; null where it has none.</param>
/// <param name="TransactionStart">Where its open transaction begins; none where there is none.</param>
public sealed record ProducerDescription(
    ProducerId ProducerId,
    int ProducerEpoch,
    int LastSequence,
    DateTimeOffset? LastTimestamp,
    int? CoordinatorEpoch,
    Offset TransactionStart);

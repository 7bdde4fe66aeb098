using Cloud.Protocol;

namespace Cloud.Core.Storage.Producers;

/// <summary>
/// One producer as a snapshot file holds it, and as an operator or the compactor asks for it: of the remembered batches
/// only the last one.
/// </summary>
public readonly record struct ProducerSnapshotEntry
{
    public required ProducerId ProducerId { get; init; }

    public required ProducerEpoch Epoch { get; init; }

    /// <summary>-1 when no batch is remembered.</summary>
    public required int LastSequence { get; init; }

    /// <summary>
    /// Of the last data batch, inclusive; <see cref="Offset.None"/> when only markers have been written.
    /// </summary>
    public required Offset LastOffset { get; init; }

    public required int OffsetDelta { get; init; }

    public required Instant LastTimestamp { get; init; }

    public required int CoordinatorEpoch { get; init; }

    /// <summary>Start of the open transaction, or <see cref="Offset.None"/>.</summary>
    public required Offset TransactionFirstOffset { get; init; }

    public bool IsTransactionOpen => TransactionFirstOffset >= Offset.Zero;

    /// <summary>
    /// Idle for too long and in no transaction: it may be forgotten (<c>producer.id.expiration.ms</c>).
    /// </summary>
    public bool IsExpired(Instant now, TimeSpan expiration) =>
        !IsTransactionOpen && now.Since(LastTimestamp) >= expiration;
}

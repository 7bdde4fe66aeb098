namespace Cloud.Core.Storage.Producers;

/// <summary>
/// The outcomes of checking a batch against what is known of its producer. Each names the error Kafka answers.
/// </summary>
public enum ProducerVerdictKind
{
    Accepted = 0,

    /// <summary>Appended before: acknowledged again with its original offset, and not appended.</summary>
    Duplicate,

    /// <summary>
    /// Sequences are missing, or repeated from before the remembered batches: OUT_OF_ORDER_SEQUENCE_NUMBER.
    /// </summary>
    OutOfOrderSequence,

    /// <summary>A newer incarnation of the producer is known: INVALID_PRODUCER_EPOCH.</summary>
    StaleEpoch,

    /// <summary>A batch outside the producer's open transaction: INVALID_TXN_STATE.</summary>
    NotInTransaction,

    /// <summary>A marker from a deposed transaction coordinator: TRANSACTION_COORDINATOR_FENCED.</summary>
    StaleCoordinator,
}

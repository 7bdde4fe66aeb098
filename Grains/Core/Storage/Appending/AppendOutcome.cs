namespace Cloud.Core.Storage.Appending;

/// <summary>What became of one batch of an append.</summary>
public enum AppendOutcome
{
    /// <summary>The write failed before this batch: it is not in the log.</summary>
    NotWritten = 0,

    /// <summary>In the file, readable, and at its offsets.</summary>
    Appended,

    /// <summary>It was appended before (an idempotent producer's retry): the offsets are the original ones.</summary>
    Duplicate,

    /// <summary>The batch itself is not acceptable; see <see cref="AppendResult.BatchStatus"/>.</summary>
    InvalidBatch,

    /// <summary>The producer's state does not allow it; see <see cref="AppendResult.ProducerVerdict"/>.</summary>
    RefusedForProducer,

    /// <summary>The leader epoch is older than one this log has seen.</summary>
    StaleLeaderEpoch,

    /// <summary>A follower's batch does not continue the log.</summary>
    NotContiguous,
}

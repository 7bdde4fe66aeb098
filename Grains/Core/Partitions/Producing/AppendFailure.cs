namespace Cloud.Core.Partitions.Producing;

/// <summary>
/// Why an append was not, or may not have been, done. The gateway's one function turns these into Kafka's codes.
/// </summary>
public enum AppendFailure
{
    None = 0,

    /// <summary>
    /// This replica does not lead, or ceased to lead before the records were committed: look up the leader.
    /// </summary>
    NotLeader,

    /// <summary>The sender speaks to an earlier leader epoch.</summary>
    FencedLeaderEpoch,

    /// <summary>The sender knows a later leader epoch than this replica.</summary>
    UnknownLeaderEpoch,

    /// <summary>The ISR is smaller than <c>min.insync.replicas</c>: nothing was appended.</summary>
    NotEnoughReplicas,

    /// <summary>
    /// The ISR became too small while the records waited: they are in the log and may become committed or not.
    /// </summary>
    NotEnoughReplicasAfterAppend,

    /// <summary>The time-out passed first: the records are in the log and may become committed or not.</summary>
    TimedOut,

    /// <summary>See <see cref="AppendReply.BatchStatus"/>.</summary>
    InvalidBatch,

    /// <summary>See <see cref="AppendReply.ProducerVerdict"/>.</summary>
    RefusedForProducer,

    /// <summary>No space: the partition can be read only until space returns.</summary>
    DiskFull,

    /// <summary>The log has failed; this replica leads no more.</summary>
    LogFailed,

    /// <summary>As many produces wait on this broker as it takes: nothing was appended.</summary>
    TooManyWaiting,
}

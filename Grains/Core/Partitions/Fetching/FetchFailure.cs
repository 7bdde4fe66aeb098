namespace Cloud.Core.Partitions.Fetching;

/// <summary>Why a partition cannot be read here. The gateway's one function turns these into Kafka's codes.</summary>
public enum FetchFailure
{
    None = 0,

    /// <summary>No such replica here, or not one that may answer this reader.</summary>
    NotLeader,

    FencedLeaderEpoch,

    UnknownLeaderEpoch,

    /// <summary>Below the log's start, or beyond its end.</summary>
    OffsetOutOfRange,

    /// <summary>
    /// It may exist, but this replica does not know yet that it is committed: try again, or at the leader.
    /// </summary>
    OffsetNotAvailable,

    LogFailed,
}

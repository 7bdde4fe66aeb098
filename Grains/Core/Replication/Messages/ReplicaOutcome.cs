namespace Cloud.Core.Replication.Messages;

/// <summary>What a follower did with a request.</summary>
public enum ReplicaOutcome
{
    Done,

    /// <summary>It knows a higher leader epoch: the sender was deposed.</summary>
    FencedLeaderEpoch,

    /// <summary>
    /// It does not know this leader epoch yet, or not this replica: ask again when its metadata has come.
    /// </summary>
    UnknownLeaderEpoch,

    /// <summary>A push does not start at its log end: the reply says where that is.</summary>
    OffsetMismatch,

    /// <summary>
    /// Its log has failed or is damaged: it neither follows nor deletes until it was repaired or re-made.
    /// </summary>
    LogFailed,

    /// <summary>No space: it is out of sync until space returns.</summary>
    DiskFull,
}

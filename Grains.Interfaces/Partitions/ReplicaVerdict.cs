namespace Cloud.Grains.Interfaces.Partitions;

/// <summary>What a follower made of a command.</summary>
[GenerateSerializer]
public enum ReplicaVerdict
{
    Done,

    /// <summary>It knows a higher leader epoch: the sender was deposed.</summary>
    FencedLeaderEpoch,

    /// <summary>It does not know this epoch, or this replica, yet: ask again.</summary>
    UnknownLeaderEpoch,

    /// <summary>The command does not fit the log: the answer says where that is.</summary>
    OffsetMismatch,

    /// <summary>Its log is damaged or cannot be written.</summary>
    LogFailed,

    /// <summary>It has no space.</summary>
    DiskFull,
}

namespace Cloud.Core.Partitions;

/// <summary>What a replica does at present.</summary>
public enum ReplicaRole
{
    /// <summary>Nothing: no leader is known, its log has failed, or it was closed.</summary>
    Offline,

    Follower,

    Leader,
}

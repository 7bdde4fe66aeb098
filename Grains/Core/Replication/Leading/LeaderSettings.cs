namespace Cloud.Core.Replication.Leading;

/// <summary>What a topic's configuration says to its leaders; may change within a term.</summary>
internal readonly record struct LeaderSettings(int MinInSyncReplicas, bool IsWriteCaching);

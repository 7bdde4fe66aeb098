namespace Cloud.Core.Controller.Elections;

/// <summary>The settings of a topic that decide about its partitions' ISR, ELR and leader.</summary>
internal readonly record struct PartitionRules(
    int MinInSyncReplicas, bool IsUncleanElectionEnabled, bool IsWriteCached);

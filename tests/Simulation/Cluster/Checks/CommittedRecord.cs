namespace Cloud.Simulation.Cluster.Checks;

/// <summary>A record as the checks remember it: its epoch, and the value that no other record has.</summary>
internal readonly record struct CommittedRecord(long Offset, int LeaderEpoch, long Producer, long Number);

namespace Cloud.Simulation.Groups;

/// <summary>What a member owns by the log, in its epoch or generation.</summary>
internal sealed record OwnedPartitions(int Epoch, HashSet<int> Partitions)
{
    public override string ToString() => $"{string.Join(',', Partitions)} in epoch {Epoch}";
}

using Cloud.Simulation.Cluster.Faults;

namespace Cloud.Simulation.Cluster;

/// <summary>What one seed came to.</summary>
internal sealed record RunReport(
    int Seed,
    long StepCount,
    long AcknowledgedCount,
    long CommittedCount,
    int LostCount,
    ulong TraceHash,
    IReadOnlyList<(FaultKind Kind, int Count)> Faults)
{
    public long LostMessageCount { get; init; }

    public long RepeatedMessageCount { get; init; }

    public int DeletedTopicCount { get; init; }

    public int ResignationCount { get; init; }

    public int LateCutCount { get; init; }

    public int StoreTimeoutCount { get; init; }

    public int TakeOverCount { get; init; }

    public int VerdictCount { get; init; }
}

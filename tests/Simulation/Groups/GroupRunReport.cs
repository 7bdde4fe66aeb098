namespace Cloud.Simulation.Groups;

/// <summary>What one seed came to.</summary>
internal sealed record GroupRunReport(int Seed, long StepCount, long CommitCount, ulong TraceHash)
{
    public int MoveCount { get; init; }

    public int DoubtCount { get; init; }

    public int CrashCount { get; init; }

    public int PauseCount { get; init; }

    public long LostMessageCount { get; init; }

    public long RepeatedMessageCount { get; init; }
}

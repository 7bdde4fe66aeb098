namespace Cloud.Core.Groups.Hosting;

/// <summary>How a broker hosts coordinators. Kafka's defaults where Kafka has the setting.</summary>
public sealed record GroupHostingOptions
{
    public GroupOptions Groups { get; init; } = new();

    /// <summary><c>offsets.commit.timeout.ms</c>: how long an append may wait for all replicas in sync.</summary>
    public TimeSpan CommitTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How exactly sessions and rebalances end. A fifth of a second is little beside the shortest session, 6 s, and
    /// what the idle broker's pulse gives anyhow.
    /// </summary>
    public TimeSpan TickInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The scheduler of each coordinator; the caller's own, for all of them, when it gives none.</summary>
    public Func<int, TaskScheduler?> SchedulerOf { get; init; } = _ => null;
}

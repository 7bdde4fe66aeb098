namespace Cloud.Core.Controller;

/// <summary>Limits and defaults of the controller.</summary>
public sealed record ControllerOptions
{
    /// <summary>Partitions of a topic that asks for none. 1, the default of <c>num.partitions</c>.</summary>
    public int DefaultPartitionCount { get; init; } = 1;

    /// <summary>Replicas of a topic that asks for none. 1, the default of <c>default.replication.factor</c>.</summary>
    public short DefaultReplicationFactor { get; init; } = 1;

    /// <summary>
    /// <c>auto.leader.rebalance.enable</c>: leadership goes back to preferred replicas by itself. On, as in Kafka.
    /// </summary>
    public bool IsLeaderBalanceEnabled { get; init; } = true;

    /// <summary><c>leader.imbalance.check.interval.seconds</c>: Kafka's default.</summary>
    public TimeSpan LeaderBalanceInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Partitions whose leader one check changes: clients look for so many leaders at once. As in Kafka.
    /// </summary>
    public int LeaderBalanceElectionsMax { get; init; } = 1000;

    /// <summary>Most partitions of a topic: its document stays of a size that a store writes at once.</summary>
    public int PartitionsPerTopicMax { get; init; } = 10_000;
}

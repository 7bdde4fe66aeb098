using Cloud.Core.Partitions.Broker;
using Cloud.Core.Replication;
using Cloud.Simulation.Cluster.Faults;

namespace Cloud.Simulation.Cluster;

/// <summary>One simulation: who takes part, for how long, and what goes wrong.</summary>
internal sealed record ClusterOptions
{
    /// <summary>Null: mostly three, by the seed.</summary>
    public int? BrokerCount { get; init; }

    /// <summary>Virtual time during which faults are made.</summary>
    public int FaultMilliseconds { get; init; } = 12_000;

    /// <summary>Steps within which a healed cluster must come to rest.</summary>
    public long HealStepsMax { get; init; } = 60_000;

    public IReplicationRules Rules { get; init; } = IReplicationRules.Standard;

    /// <summary>A broken host: what the controller tells a former life of a broker is taken for one's own.</summary>
    public bool IsMetadataOfFormerLivesTaken { get; init; }

    /// <summary>A fault that is made every other time, for mutations that show rarely; null for none.</summary>
    public FaultKind? Favourite { get; init; }

    public ReplicationOptions Replication { get; init; } = new()
    {
        LagTimeMax = TimeSpan.FromMilliseconds(600),
        PushBytesMax = 2048,
        RetryPauseMax = TimeSpan.FromMilliseconds(300),
    };

    public BrokerOptions Broker { get; init; } = new()
    {
        HighWatermarkCheckpointInterval = TimeSpan.FromMilliseconds(700),
        Maintenance = new()
        {
            InitialDelay = TimeSpan.FromMilliseconds(1500), CheckpointInterval = TimeSpan.FromMilliseconds(1500),
        },
    };

    /// <summary>Null: none is written.</summary>
    public Action<string>? WriteTrace { get; init; }
}

using Cloud.Core.Configuration;
using Cloud.Core.Groups.Hosting;
using Cloud.Core.Partitions.Broker;
using Cloud.Core.Replication;
using Cloud.Core.Storage.Manager;
using Cloud.Grains.Groups;

namespace Cloud.Grains.Brokers;

/// <summary>Limits and rhythms of a broker. The defaults are Kafka's where Kafka has the setting.</summary>
public sealed record BrokerSettings
{
    /// <summary>
    /// What was configured, to be shown. The others follow from it: see <see cref="ConfiguredSettings"/>.
    /// </summary>
    public BrokerConfig Config { get; init; } = BrokerConfig.Default;

    public ReplicationOptions Replication { get; init; } = new();

    public BrokerOptions Broker { get; init; } = new();

    public DataFolderOptions DataFolder { get; init; } = new();

    public GroupHostingOptions Groups { get; init; } = new();

    public OffsetsTopicSettings OffsetsTopic { get; init; } = new();

    /// <summary>
    /// How long a broker that shuts down waits for others to catch up and take its leaderships. Most take theirs at
    /// once; what supervisors give a process for its end, often ten seconds, must also do for flushing.
    /// </summary>
    public TimeSpan HandoverMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How fast sealed segments are read again to find bytes that have rotted: 4 MiB a second is a hundredth of what a
    /// disk reads.
    /// </summary>
    public long ScrubBytesPerSecond { get; init; } = 4 * 1024 * 1024;

    /// <summary>From the end of a round of scrubbing to the next. A week: what rots does so over years.</summary>
    public TimeSpan ScrubPause { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// The broker's pulse while requests wait: how exactly their time-outs are kept. 10 ms costs a fiftieth of a core,
    /// nearly all of it for waking threads.
    /// </summary>
    public TimeSpan TickInterval { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// The pulse while none waits: how soon trouble with a replica is reported to the controller. As long as the pause
    /// between two such reports.
    /// </summary>
    public TimeSpan IdleTickInterval { get; init; } = TimeSpan.FromMilliseconds(200);
}

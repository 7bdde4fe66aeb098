using System.Collections.Immutable;
using Cloud.Protocol.Assignors;
using Cloud.Protocol.Compression;

namespace Cloud.Core.Groups;

/// <summary>Settings of groups, with Kafka's names and defaults.</summary>
public sealed record GroupOptions
{
    /// <summary>
    /// <c>group.initial.rebalance.delay.ms</c>: an empty group waits so long for more members to come.
    /// </summary>
    public TimeSpan InitialRebalanceDelay { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary><c>group.min.session.timeout.ms</c>.</summary>
    public TimeSpan SessionTimeoutMin { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary><c>group.max.session.timeout.ms</c>.</summary>
    public TimeSpan SessionTimeoutMax { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary><c>group.max.size</c>: members of a classic group.</summary>
    public int ClassicMembersMax { get; init; } = int.MaxValue;

    /// <summary><c>group.consumer.max.size</c>: members of a KIP-848 group.</summary>
    public int ConsumerMembersMax { get; init; } = int.MaxValue;

    /// <summary><c>group.consumer.session.timeout.ms</c>.</summary>
    public TimeSpan ConsumerSessionTimeout { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary><c>group.consumer.heartbeat.interval.ms</c>: what members are told.</summary>
    public TimeSpan ConsumerHeartbeatInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// <c>group.consumer.assignors</c>: what members may ask for; the first is for those who do not.
    /// </summary>
    public ImmutableArray<string> ConsumerAssignors { get; init; } = [.. Assignor.OnServer.Select(known => known.Name)];

    /// <summary><c>group.consumer.migration.policy</c>.</summary>
    public MigrationPolicy MigrationPolicy { get; init; } = MigrationPolicy.Bidirectional;

    /// <summary>
    /// <c>offset.metadata.max.bytes</c>: the free text beside an offset. Counted in characters, as Kafka does.
    /// </summary>
    public int OffsetMetadataMax { get; init; } = 4096;

    /// <summary>
    /// <c>offsets.retention.minutes</c>: since the group is empty, or nobody subscribes to the topic.
    /// </summary>
    public TimeSpan OffsetsRetention { get; init; } = TimeSpan.FromDays(7);

    /// <summary><c>offsets.retention.check.interval.ms</c>.</summary>
    public TimeSpan OffsetsRetentionCheckInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary><c>offsets.topic.compression.codec</c>, of what coordinators write.</summary>
    public CompressionCodec Compression { get; init; }

    internal IGroupRules Rules { get; init; } = IGroupRules.Standard;
}

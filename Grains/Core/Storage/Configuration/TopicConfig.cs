using Cloud.Protocol.Compression;
using Cloud.Protocol.Records;

namespace Cloud.Core.Storage.Configuration;

/// <summary>
/// The settings of one topic, checked and typed. Immutable: a change replaces it. What Kafka writes as a negative
/// number for "no limit" is null here. See <see cref="TopicConfigDefinitions"/> for what each one means.
/// </summary>
public sealed record TopicConfig
{
    /// <summary>What a topic has when neither it nor its broker says otherwise.</summary>
    public static readonly TopicConfig Default = TopicConfigParser.Parse(new Dictionary<string, string>()).Config!;

    public required CleanupPolicy CleanupPolicy { get; init; }

    /// <summary>Null: as the producer compressed it.</summary>
    public required CompressionCodec? Compression { get; init; }

    public required TimeSpan DeleteRetention { get; init; }

    public required TimeSpan FileDeleteDelay { get; init; }

    public required long FlushRecords { get; init; }

    public required TimeSpan FlushInterval { get; init; }

    public required int IndexIntervalBytes { get; init; }

    /// <summary>
    /// On the broker's disk when the topic is tiered; what <see cref="RetentionBytes"/> says unless set.
    /// </summary>
    public required long? LocalRetentionBytes { get; init; }

    /// <summary>
    /// On the broker's disk when the topic is tiered; what <see cref="RetentionTime"/> says unless set.
    /// </summary>
    public required TimeSpan? LocalRetentionTime { get; init; }

    public required TimeSpan MaxCompactionLag { get; init; }

    public required int MessageBytesMax { get; init; }

    public required TimeSpan TimestampAfterMax { get; init; }

    public required TimeSpan TimestampBeforeMax { get; init; }

    public required TimestampType TimestampType { get; init; }

    public required double MinCleanableDirtyRatio { get; init; }

    public required TimeSpan MinCompactionLag { get; init; }

    public required int MinInSyncReplicas { get; init; }

    public required bool IsPreallocated { get; init; }

    public required bool IsRemoteStorageEnabled { get; init; }

    public required long? RetentionBytes { get; init; }

    public required TimeSpan? RetentionTime { get; init; }

    public required int SegmentBytes { get; init; }

    public required int SegmentIndexBytes { get; init; }

    public required TimeSpan SegmentJitterMax { get; init; }

    public required TimeSpan SegmentTime { get; init; }

    public required bool IsUncleanLeaderElectionEnabled { get; init; }

    /// <summary>Whether acks=all is answered from the page cache.</summary>
    public required bool IsWriteCached { get; init; }

    public bool IsCompacted => CleanupPolicy.HasFlag(CleanupPolicy.Compact);

    public bool IsDeleted => CleanupPolicy.HasFlag(CleanupPolicy.Delete);

    /// <summary>
    /// The age at which a segment is closed: no later than compaction must be able to reach its records.
    /// </summary>
    public TimeSpan SegmentTimeMax => IsCompacted && MaxCompactionLag < SegmentTime ? MaxCompactionLag : SegmentTime;
}

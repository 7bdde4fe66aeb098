using Cloud.Core.Storage.Configuration;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Retention;

/// <summary>How much of a log may go, at one moment.</summary>
public readonly record struct RetentionLimits
{
    /// <summary>Records below it are gone for clients already: always free to go.</summary>
    public required Offset LogStartOffset { get; init; }

    /// <summary>What is not replicated yet never goes.</summary>
    public required Offset HighWatermark { get; init; }

    public required Instant Now { get; init; }

    /// <summary>Null: no limit of time.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>Null: no limit of size.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>
    /// Exclusive: only what lies below it is in the remote tier as well. Null for a log that is not tiered.
    /// </summary>
    public Offset? RemoteEndOffset { get; init; }

    /// <summary>
    /// The limits of a topic: total retention, or the local one when its segments are also elsewhere.
    /// </summary>
    public static RetentionLimits Of(
        TopicConfig config, Offset logStartOffset, Offset highWatermark, Offset remoteEndOffset, Instant now) => new()
        {
            LogStartOffset = logStartOffset,
            HighWatermark = highWatermark,
            Now = now,
            Time = !config.IsDeleted ? null
                : config.IsRemoteStorageEnabled ? config.LocalRetentionTime
                : config.RetentionTime,
            SizeBytes = !config.IsDeleted ? null
                : config.IsRemoteStorageEnabled ? config.LocalRetentionBytes
                : config.RetentionBytes,
            RemoteEndOffset = config.IsRemoteStorageEnabled ? remoteEndOffset : null,
        };
}

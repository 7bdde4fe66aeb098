using Cloud.Core.Storage.Configuration;
using Cloud.Protocol.Records;

namespace Cloud.Core.Storage;

/// <summary>What the engine asks of a topic's configuration, in its own types. Kafka's defaults.</summary>
public sealed record LogSettings
{
    /// <summary><c>segment.bytes</c>.</summary>
    public int SegmentBytesMax { get; init; } = 1024 * 1024 * 1024;

    /// <summary><c>segment.ms</c>.</summary>
    public TimeSpan SegmentAgeMax { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// <c>segment.jitter.ms</c>: up to this much is taken off the age, so that logs do not all roll at once.
    /// </summary>
    public TimeSpan SegmentJitterMax { get; init; } = TimeSpan.Zero;

    /// <summary><c>segment.index.bytes</c>: a full index rolls the segment.</summary>
    public int SegmentIndexBytesMax { get; init; } = 10 * 1024 * 1024;

    /// <summary><c>index.interval.bytes</c>.</summary>
    public int IndexIntervalBytes { get; init; } = 4096;

    /// <summary>
    /// <c>preallocate</c>: reserves a new segment's blocks. The file's length stays that of its content.
    /// </summary>
    public bool IsPreallocated { get; init; }

    /// <summary><c>max.message.bytes</c>.</summary>
    public int BatchBytesMax { get; init; } = 1024 * 1024 + 12;

    /// <summary><c>message.timestamp.type=LogAppendTime</c>.</summary>
    public bool IsLogAppendTime { get; init; }

    /// <summary><c>message.timestamp.before.max.ms</c>.</summary>
    public TimeSpan TimestampBeforeMax { get; init; } = TimeSpan.MaxValue;

    /// <summary><c>message.timestamp.after.max.ms</c>.</summary>
    public TimeSpan TimestampAfterMax { get; init; } = TimeSpan.FromHours(1);

    /// <summary><c>cleanup.policy</c> contains <c>compact</c>: keys are required, and offsets may be missing.</summary>
    public bool IsCompacted { get; init; }

    /// <summary>
    /// <c>write.caching</c>: an append counts when it is in the page cache, not only when it is on the device.
    /// </summary>
    public bool IsWriteCaching { get; init; }

    /// <summary><c>flush.messages</c>: asks for a flush when this many records are not on the device.</summary>
    public long FlushRecordsMax { get; init; } = long.MaxValue;

    /// <summary><c>flush.ms</c>: asks for a flush when records are not on the device for so long.</summary>
    public TimeSpan FlushAgeMax { get; init; } = TimeSpan.MaxValue;

    /// <summary>
    /// Asks for a flush when this many bytes are not on the device, whatever the topic says: it bounds how long a roll
    /// (which flushes) can take. 64 MiB is below what the kernel lets pile up by itself.
    /// </summary>
    public int UnflushedBytesMax { get; init; } = 64 * 1024 * 1024;

    public static LogSettings Of(TopicConfig config) => new()
    {
        SegmentBytesMax = config.SegmentBytes,
        SegmentAgeMax = config.SegmentTimeMax,
        SegmentJitterMax = config.SegmentJitterMax,
        SegmentIndexBytesMax = config.SegmentIndexBytes,
        IndexIntervalBytes = config.IndexIntervalBytes,
        IsPreallocated = config.IsPreallocated,
        BatchBytesMax = config.MessageBytesMax,
        IsLogAppendTime = config.TimestampType is TimestampType.LogAppendTime,
        TimestampBeforeMax = config.TimestampBeforeMax,
        TimestampAfterMax = config.TimestampAfterMax,
        IsCompacted = config.IsCompacted,
        IsWriteCaching = config.IsWriteCached,
        FlushRecordsMax = config.FlushRecords,
        FlushAgeMax = config.FlushInterval,
    };
}

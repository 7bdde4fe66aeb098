using Cloud.Core.Storage;
using Cloud.Core.Storage.Manager;
using Cloud.Protocol;

namespace Cloud.Core.Partitions.Roles;

/// <summary>The place of one replica's log among the logs of its broker. Used by the replica alone.</summary>
internal sealed class ReplicaStore(LogManager logs, TopicPartition name, TopicId topicId)
{
    public TopicPartition Name => name;

    public PartitionLog Open(Instant now, LogSettings settings)
    {
        var log = logs.Open(name, topicId, new(now, _ => settings));
        log.Settings = settings;
        return log;
    }

    /// <summary>The high watermark saved last; zero for a new log.</summary>
    public Offset SavedHighWatermark() =>
        logs.FolderOf(name)?.HighWatermarks.GetValueOrDefault(name, Offset.Zero) ?? Offset.Zero;
}

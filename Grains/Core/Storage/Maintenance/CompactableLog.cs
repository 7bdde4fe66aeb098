using Cloud.Core.Storage.Compaction;
using Cloud.Core.Storage.Configuration;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Maintenance;

/// <summary>A broker's log, lent to the compactor through its writer.</summary>
internal sealed class CompactableLog(TopicPartition partition, TopicConfig config, ILogWriters writers)
    : ICompactableLog
{
    public TopicPartition Partition => partition;

    public TopicConfig Config => config;

    public Task<T> OnWriter<T>(Func<PartitionLog, Offset, T> work) => writers.OnWriter(partition, work);
}

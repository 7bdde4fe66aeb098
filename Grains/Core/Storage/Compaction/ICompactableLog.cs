using Cloud.Core.Storage.Configuration;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Compaction;

/// <summary>
/// A log as its owner lends it to the compactor. What touches the log's state is done by its single writer.
/// </summary>
public interface ICompactableLog
{
    TopicPartition Partition { get; }

    TopicConfig Config { get; }

    /// <summary>Runs a short piece of work as the log's writer. It gets the log and its high watermark.</summary>
    Task<T> OnWriter<T>(Func<PartitionLog, Offset, T> work);
}

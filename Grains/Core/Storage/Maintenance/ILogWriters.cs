using Cloud.Core.Storage.Configuration;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Maintenance;

/// <summary>
/// The replicas of a broker as maintenance sees them. A log is changed by its single writer only, so maintenance hands
/// each short piece of work to it and awaits the outcome; in between it holds nothing of the log.
/// </summary>
public interface ILogWriters
{
    /// <summary>
    /// The settings of a log's topic now; null when no replica writes the log here: then it is left alone.
    /// </summary>
    TopicConfig? ConfigOf(TopicPartition partition);

    /// <summary>Runs the work as the log's writer. It gets the log and its high watermark.</summary>
    /// <returns>
    /// Fails with what the work threw, or with <see cref="LogFailedException"/> when there is no such log any more.
    /// </returns>
    Task<T> OnWriter<T>(TopicPartition partition, Func<PartitionLog, Offset, T> work);
}

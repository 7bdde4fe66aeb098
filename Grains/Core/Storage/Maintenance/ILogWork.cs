using Cloud.Core.Storage.Configuration;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Maintenance;

/// <summary>One kind of work that is due on many logs now and then.</summary>
internal interface ILogWork
{
    /// <summary>The logs to be asked in a round that begins now; null for all of the broker.</summary>
    IEnumerable<TopicPartition>? TakeDue() => null;

    /// <summary>
    /// Whether the log's writer need be asked at all. Cheap: it may be asked for every log of the broker. Any thread.
    /// </summary>
    /// <param name="open">Null when the log is not open.</param>
    bool Concerns(PartitionLog? open);

    Task Run(TopicPartition partition, TopicConfig config, Instant now);
}

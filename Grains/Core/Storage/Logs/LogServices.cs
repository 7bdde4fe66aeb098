using System.Collections.Concurrent;
using Cloud.Core.Storage.Durability;
using Cloud.Core.Storage.Files;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Logs;

/// <summary>What the logs of one data folder share.</summary>
internal sealed record LogServices(IFileSystem Files, OpenFileBound Bound, FolderFlusher Flusher)
{
    /// <summary><c>producer.id.expiration.ms</c>: one day, as in Kafka.</summary>
    public TimeSpan ProducerExpiration { get; init; } = TimeSpan.FromDays(1);

    /// <summary>
    /// Logs that <c>flush.ms</c> concerns now, each at most once: the others need not be looked at. Any thread.
    /// </summary>
    public ConcurrentQueue<TopicPartition> AwaitingFlush { get; } = new();
}

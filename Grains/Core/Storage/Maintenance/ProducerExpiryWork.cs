using Cloud.Core.Storage.Configuration;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Maintenance;

/// <summary><c>producer.id.expiration.ms</c>. A log that is not open expires its producers when it is opened.</summary>
internal sealed class ProducerExpiryWork(ILogWriters writers) : ILogWork
{
    public bool Concerns(PartitionLog? open) => open is not null;

    public Task Run(TopicPartition partition, TopicConfig config, Instant now) =>
        writers.OnWriter(partition, (log, _) => log.RemoveExpiredProducers(now));
}

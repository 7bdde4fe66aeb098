using System.Collections.Frozen;

namespace Cloud.Client;

/// <summary>The real ones.</summary>
internal sealed class WorkerClients(ConsumerWorkerOptions options) : IWorkerClients
{
    public IConsumer<byte[]?, byte[]?> OpenConsumer(RetryRoutes routes) => new Consumer<byte[]?, byte[]?>(
        options.Consumer with { EnableAutoCommit = false, TopicsReadInFull = routes.Delays.Keys.ToFrozenSet() },
        Deserializers.ByteArray,
        Deserializers.ByteArray);

    public IProducer<byte[]?, byte[]?> OpenProducer() => new Producer<byte[]?, byte[]?>(
        options.Producer with { Acks = Acks.All, EnableIdempotence = true },
        Serializers.ByteArray,
        Serializers.ByteArray);

    public async Task CheckTopics(RetryRoutes routes, CancellationToken cancellationToken)
    {
        if (routes.Sources.Count > 0)
        {
            var cluster = new ClusterClient(options.Producer, mayCreateTopics: false);
            await using var closing = cluster.ConfigureAwait(false);
            await new RetryTopicCheck(cluster).Run(routes.Sources, options.Retry.TopicCreation, cancellationToken)
                .ConfigureAwait(false);
        }
    }
}

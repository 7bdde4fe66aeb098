using System.Collections.Frozen;

namespace Cloud.Client;

/// <summary>The real ones.</summary>
internal sealed class WorkerClients(ConsumerWorkerOptions options) : IWorkerClients
{
    // The largest cause is that of a long message, topic and group, and of a type with many arguments.
    private const int CauseBytesMax = 64 * 1024;

    public IConsumer<byte[]?, byte[]?> OpenConsumer(RetryRoutes routes) => new Consumer<byte[]?, byte[]?>(
        options.Consumer with { EnableAutoCommit = false, TopicsReadInFull = routes.Delays.Keys.ToFrozenSet() },
        Deserializers.ByteArray,
        Deserializers.ByteArray);

    public IProducer<byte[]?, byte[]?> OpenProducer()
    {
        // What was read is never too large to be passed on, with the headers that are added: not as far as the client
        // is concerned.
        var bytes = Math.Max(options.Producer.MaxRequestSize, options.Consumer.FetchMaxBytes + (long)CauseBytesMax);
        return new Producer<byte[]?, byte[]?>(
            options.Producer with
            {
                Acks = Acks.All,
                EnableIdempotence = true,
                MaxRequestSize = (int)Math.Min(bytes, int.MaxValue),
                BufferMemory = Math.Max(options.Producer.BufferMemory, bytes),
            },
            Serializers.ByteArray,
            Serializers.ByteArray);
    }

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

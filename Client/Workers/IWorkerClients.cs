namespace Cloud.Client;

/// <summary>Where a worker has its clients from: one of each for a run.</summary>
internal interface IWorkerClients
{
    /// <summary>Of the topics given and of their retry topics; of the latter it passes over nothing.</summary>
    IConsumer<byte[]?, byte[]?> OpenConsumer(RetryRoutes routes);

    IProducer<byte[]?, byte[]?> OpenProducer();

    /// <summary>Sees to it that the topics that records are passed on to are there.</summary>
    Task CheckTopics(RetryRoutes routes, CancellationToken cancellationToken);
}

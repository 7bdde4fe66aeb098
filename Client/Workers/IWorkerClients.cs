namespace Cloud.Client;

/// <summary>Where a worker has its clients from: one of each for a run.</summary>
internal interface IWorkerClients
{
    IConsumer<byte[]?, byte[]?> OpenConsumer();

    IProducer<byte[]?, byte[]?> OpenProducer();

    /// <summary>Sees to it that the topics that records are passed on to are there.</summary>
    Task CheckTopics(RetryRoutes routes, CancellationToken cancellationToken);
}

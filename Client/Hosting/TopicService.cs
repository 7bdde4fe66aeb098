using Microsoft.Extensions.Hosting;

namespace Cloud.Client;

/// <summary>Creates a topic that is missing, before what is started after it may need it.</summary>
internal sealed class TopicService(ClientSettings settings, string name, int partitions, short replicationFactor)
    : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var cluster = new ClusterClient(settings.Producer, mayCreateTopics: false);
        await using var closing = cluster.ConfigureAwait(false);
        await cluster.Retry(
            $"Creating topic '{name}'",
            cancelled => TopicCreation.Create(
                cluster, [TopicCreation.Topic(name, partitions, replicationFactor)], cancelled),
            cluster.NewDeadline(),
            cancellationToken).ConfigureAwait(false);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

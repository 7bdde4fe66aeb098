using System.Collections.Concurrent;
using Cloud.Client;
using Cloud.Protocol;

namespace Cloud.Integration.Client.Consuming;

/// <summary>Keeps what it is told.</summary>
internal sealed class NotingListener : IRebalanceListener
{
    public ConcurrentQueue<TopicPartition> Revoked { get; } = new();

    public ConcurrentQueue<TopicPartition> Lost { get; } = new();

    public Task OnRevokedAsync(IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        partitions.ToList().ForEach(Revoked.Enqueue);
        return Task.CompletedTask;
    }

    public Task OnLostAsync(IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        partitions.ToList().ForEach(Lost.Enqueue);
        return Task.CompletedTask;
    }
}

using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Cloud.Core.Storage.Manager;
using Cloud.Protocol;

namespace Cloud.Core.Partitions.Broker;

/// <summary>
/// A broker's replicas, by their identity and by the name that their log bears. Changed on the broker's scheduler;
/// looked up by any thread.
/// </summary>
internal sealed class HostedReplicas
{
    private readonly ConcurrentDictionary<TopicIdPartition, HostedReplica> _byId = new();
    private readonly ConcurrentDictionary<TopicPartition, HostedReplica> _byName = new(PartitionNameComparer.Instance);

    /// <summary>All of them while they come and go: nothing is copied.</summary>
    public IEnumerable<HostedReplica> All => _byId.Select(entry => entry.Value);

    public bool TryGet(TopicIdPartition id, [NotNullWhen(true)] out HostedReplica? hosted) =>
        _byId.TryGetValue(id, out hosted);

    /// <summary>The replica that writes the log of this name.</summary>
    public bool TryGet(TopicPartition name, [NotNullWhen(true)] out HostedReplica? hosted) =>
        _byName.TryGetValue(name, out hosted);

    public void Put(HostedReplica hosted)
    {
        _byId[hosted.Replica.Id] = hosted;
        _byName[hosted.Replica.Name] = hosted;
    }

    public void Remove(HostedReplica hosted)
    {
        _byId.TryRemove(new(hosted.Replica.Id, hosted));

        // A later topic of the name may have come in between: its replica stays.
        _byName.TryRemove(new(hosted.Replica.Name, hosted));
    }
}

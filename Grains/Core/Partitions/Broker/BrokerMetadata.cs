using System.Collections.Immutable;
using Cloud.Core.Controller.Messages;
using Cloud.Core.Controller.State;

namespace Cloud.Core.Partitions.Broker;

/// <summary>
/// Carries committed metadata to a broker's replicas, one delta after the other. What a delta does not mention stays
/// as it is: that a topic is missing is no proof of its deletion. On the broker's scheduler.
/// </summary>
internal sealed class BrokerMetadata(ReplicaSet replicas, ReplicaServices services, IMetadataSource source)
{
    private readonly MetadataCursor _cursor = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Queue<MetadataDelta> _waiting = new();
    private Task _applying = Task.CompletedTask;

    public long Version => _cursor.Version;

    public ReplicaSet Replicas => replicas;

    /// <summary>Completes when this delta, and those before it, are applied.</summary>
    public Task Apply(MetadataDelta delta)
    {
        _waiting.Enqueue(delta);
        return _applying.IsCompleted ? _applying = ApplyWaiting() : _applying;
    }

    /// <summary>Begins nothing more; completes when what was under way has ended.</summary>
    public async Task Stop()
    {
        await _end.CancelAsync();
        try
        {
            await _applying;
        }
        catch (Exception)
        {
            // Heard by who told the news.
        }
    }

    private async Task ApplyWaiting()
    {
        while (!_end.IsCancellationRequested && _waiting.TryDequeue(out var delta))
        {
            switch (_cursor.Take(delta))
            {
                case MetadataStep.Next:
                    await ApplyNext(delta);
                    break;
                case MetadataStep.Gap:
                    source.RequestSnapshot();
                    break;
            }
        }
    }

    private async Task ApplyNext(MetadataDelta delta)
    {
        // Deletions first: a topic that was made again needs the name of the old one's folder.
        await replicas.RemoveTopics(delta.RemovedTopics);

        await ApplyBrokers(delta.Brokers);

        // Settings before states: what a state allows goes by the settings that it was decided with.
        if (delta.DefaultConfigs is { } defaults)
        {
            await replicas.SetDefaults(defaults);
        }

        await replicas.OpenLogs(delta.Topics, _end.Token);
        foreach (var topic in delta.Topics)
        {
            await ApplyTopic(topic);
        }
    }

    private async Task ApplyTopic(TopicState topic)
    {
        var config = await replicas.Configure(topic);
        foreach (var partition in topic.Partitions)
        {
            if (_end.IsCancellationRequested)
            {
                return;
            }

            await (partition.Replicas.Contains(services.Life.Self)
                ? replicas.Host(topic, partition, config)
                : replicas.Release(topic, partition));
        }
    }

    private async Task ApplyBrokers(ImmutableArray<BrokerState> brokers)
    {
        var changed = new List<BrokerState>();
        foreach (var broker in brokers)
        {
            var isOlder = services.Brokers.TryGetValue(broker.Id, out var known) && known.Epoch > broker.Epoch;
            if (!isOlder && known != broker)
            {
                services.Brokers[broker.Id] = broker;
                changed.Add(broker);
            }
        }

        if (changed.Count == 0)
        {
            return;
        }

        foreach (var hosted in replicas.All)
        {
            if (hosted.Replica.View.Role is ReplicaRole.Leader)
            {
                await hosted.Enter(replica => replica.BrokersChanged(changed));
            }
        }
    }
}

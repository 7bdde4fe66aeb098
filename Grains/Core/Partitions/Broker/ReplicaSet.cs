using System.Collections.Immutable;
using Cloud.Core.Controller.State;
using Cloud.Core.Partitions.Roles;
using Cloud.Core.Storage;
using Cloud.Core.Storage.Configuration;
using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Manager;
using Cloud.Protocol;

namespace Cloud.Core.Partitions.Broker;

/// <summary>
/// Makes and removes a broker's replicas as the committed states say. Here alone are logs deleted. On the broker's
/// scheduler.
/// </summary>
internal sealed class ReplicaSet(
    HostedReplicas replicas,
    LogManager logs,
    ReplicaServices services,
    BrokerOptions options)
{
    // What could not be renamed. A partition that comes back in the meantime keeps its log.
    private readonly HashSet<TopicPartition> _undeleted = [];
    private ImmutableSortedDictionary<string, string> _clusterDefaults =
        ImmutableSortedDictionary<string, string>.Empty;

    private TopicDefaults _defaults = new(options.TopicDefaults, ImmutableSortedDictionary<string, string>.Empty);

    public IEnumerable<HostedReplica> All => replicas.All;

    /// <summary>
    /// The logs of replicas that come to this broker are made or opened, several at a time; hosting them finds them
    /// open.
    /// </summary>
    public Task OpenLogs(ImmutableArray<TopicState> topics, CancellationToken cancellation)
    {
        var awaited = topics.SelectMany(LogsToOpen).ToList();
        foreach (var log in awaited)
        {
            _undeleted.Remove(log.Partition);
        }

        return logs.OpenAhead(awaited, services.Time, cancellation);
    }

    /// <summary>The broker is assigned the partition.</summary>
    public async Task Host(TopicState topic, PartitionState state, TopicConfig config)
    {
        var id = new TopicIdPartition(topic.Id, state.Index);
        if (!replicas.TryGet(id, out var hosted))
        {
            _undeleted.Remove(new(topic.Name, state.Index));
            hosted = Make(id, new(topic.Name, state.Index), topic.Configs, config);
            replicas.Put(hosted);
        }

        if (IsNewer(hosted, state))
        {
            hosted.State = state;
            await hosted.Enter(replica => replica.Apply(state));
        }
    }

    /// <summary>The topic's settings may have changed: what they come to.</summary>
    public async Task<TopicConfig> Configure(TopicState topic)
    {
        var config = _defaults.Of(topic.Configs);
        foreach (var partition in topic.Partitions)
        {
            if (replicas.TryGet(new TopicIdPartition(topic.Id, partition.Index), out var hosted))
            {
                hosted.OwnConfigs = topic.Configs;
                await Configure(hosted, config);
            }
        }

        return config;
    }

    /// <summary>The cluster-wide defaults may have changed: all topics go by them.</summary>
    public async Task SetDefaults(ImmutableSortedDictionary<string, string> clusterDefaults)
    {
        if (clusterDefaults.SequenceEqual(_clusterDefaults))
        {
            return;
        }

        _clusterDefaults = clusterDefaults;
        _defaults = new(options.TopicDefaults, clusterDefaults);
        var configs = new Dictionary<TopicId, TopicConfig>();
        foreach (var hosted in replicas.All)
        {
            var topicId = hosted.Replica.Id.TopicId;
            if (!configs.TryGetValue(topicId, out var config))
            {
                configs[topicId] = config = _defaults.Of(hosted.OwnConfigs);
            }

            await Configure(hosted, config);
        }
    }

    /// <summary>
    /// The committed state does not list this broker: it has no replica of the partition, or no more.
    /// </summary>
    public async Task Release(TopicState topic, PartitionState state)
    {
        var id = new TopicIdPartition(topic.Id, state.Index);
        var name = new TopicPartition(topic.Name, state.Index);
        if (replicas.TryGet(id, out var hosted))
        {
            if (IsNewer(hosted, state))
            {
                await Remove(hosted);
            }
        }
        else if (logs.FolderOf(name) is { } folder && folder.TopicIdOf(name) == topic.Id)
        {
            // It was unassigned while this broker was away.
            Delete(name);
        }
    }

    public bool HoldsUndeleted(TopicId topic) =>
        _undeleted.Any(name => logs.FolderOf(name)?.TopicIdOf(name) == topic);

    /// <summary>The topics' deletion is recorded.</summary>
    public async Task RemoveTopics(ImmutableArray<TopicId> topicIds)
    {
        if (topicIds.IsEmpty)
        {
            return;
        }

        foreach (var hosted in replicas.All)
        {
            if (topicIds.Contains(hosted.Replica.Id.TopicId))
            {
                await Remove(hosted);
            }
        }

        // They were deleted while this broker was away: nobody has hosted those logs in this life.
        foreach (var name in logs.Partitions)
        {
            if (!replicas.TryGet(name, out _)
                && logs.FolderOf(name)?.TopicIdOf(name) is { } owner
                && topicIds.Contains(owner))
            {
                Delete(name);
            }
        }
    }

    /// <summary>
    /// Now and then: what could not be deleted; and a replica whose damaged log is worth nothing to the cluster gets a
    /// new one, and fetches it all anew.
    /// </summary>
    public async Task RetryDeletions()
    {
        foreach (var name in _undeleted.ToList())
        {
            Delete(name);
        }

        foreach (var hosted in replicas.All)
        {
            if (hosted.Replica.IsWorthless && hosted.State is { } state)
            {
                await hosted.Enter(replica => replica.Close());
                Delete(hosted.Replica.Name);
                if (!_undeleted.Remove(hosted.Replica.Name))
                {
                    var made = Make(hosted.Replica.Id, hosted.Replica.Name, hosted.OwnConfigs, hosted.Config);
                    made.State = state;
                    replicas.Put(made);
                    await made.Enter(replica => replica.Apply(state));
                }
            }
        }
    }

    private IEnumerable<AwaitedLog> LogsToOpen(TopicState topic)
    {
        var settings = LogSettings.Of(_defaults.Of(topic.Configs));
        foreach (var partition in topic.Partitions)
        {
            var id = new TopicIdPartition(topic.Id, partition.Index);
            if (partition.Replicas.Contains(services.Life.Self) && !replicas.TryGet(id, out _))
            {
                yield return new(new(topic.Name, partition.Index), topic.Id, settings);
            }
        }
    }

    private bool IsNewer(HostedReplica hosted, PartitionState state) =>
        hosted.State is not { } known || services.Rules.Supersedes(known, state);

    private HostedReplica Make(
        TopicIdPartition id,
        TopicPartition name,
        ImmutableSortedDictionary<string, string> ownConfigs,
        TopicConfig config)
    {
        var replica = new PartitionReplica(id, new ReplicaStore(logs, name, id.TopicId), config, services);
        return new(replica, options.SchedulerOf(id)) { OwnConfigs = ownConfigs, Config = config };
    }

    private static async Task Configure(HostedReplica hosted, TopicConfig config)
    {
        if (hosted.Config != config)
        {
            hosted.Config = config;
            await hosted.Enter(replica => replica.Configure(config));
        }
    }

    private async Task Remove(HostedReplica hosted)
    {
        await hosted.Enter(replica => replica.Close());
        replicas.Remove(hosted);
        Delete(hosted.Replica.Name);
    }

    private void Delete(TopicPartition name)
    {
        try
        {
            logs.Delete(name, services.NextUniqueId());
            _undeleted.Remove(name);
        }
        catch (StorageException)
        {
            // The disk may be gone for good. A later tick tries again.
            _undeleted.Add(name);
        }
    }
}

using System.Collections.Concurrent;
using Cloud.Core.Controller.Messages;
using Cloud.Core.Controller.Metadata;
using Cloud.Core.Controller.State;
using Cloud.Core.Groups.Coordinator;
using Cloud.Core.Partitions;
using Cloud.Core.Partitions.Broker;
using Cloud.Core.Replication;
using Cloud.Protocol;
using Cloud.Protocol.Wire;

namespace Cloud.Core.Groups.Hosting;

/// <summary>
/// The consumer groups that this broker coordinates: one coordinator for each partition of <c>__consumer_offsets</c>
/// that it leads. Metadata, ticks and the end come on the broker's scheduler; requests from any thread.
/// </summary>
public sealed class BrokerGroups(
    BrokerReplicas replicas, ReplicaServices services, IGroupEvents events, GroupHostingOptions options)
{
    private readonly TopicCatalogs _catalogs = new();
    private readonly ConcurrentDictionary<int, HostedCoordinator> _coordinators = new();
    private Moment _nextTick = Moment.Never;
    private bool _isClosed;

    // Replaced by metadata, read by requests.
    private volatile TopicState? _topic;

    /// <summary>Metadata has changed.</summary>
    public void Apply(MetadataImage image, MetadataDelta delta)
    {
        if (_isClosed)
        {
            return;
        }

        var before = _catalogs.Current;
        var deleted = _catalogs.Apply(image, delta);
        if (before != _catalogs.Current)
        {
            foreach (var (_, coordinator) in _coordinators)
            {
                coordinator.Learn(_catalogs.Current, deleted);
            }
        }

        ApplyLeadership(image.Find(TopicName.ConsumerOffsets));
    }

    /// <summary>The broker's timer; more often than <see cref="GroupHostingOptions.TickInterval"/> is no use.</summary>
    public void Tick()
    {
        var now = services.Now;
        if (now < _nextTick)
        {
            return;
        }

        _nextTick = now.Plus(options.TickInterval);
        foreach (var (_, coordinator) in _coordinators)
        {
            if (coordinator.IsDue(now))
            {
                coordinator.Tick();
            }
        }
    }

    /// <summary>The broker ends: whoever waits is told to look for another coordinator.</summary>
    public async Task Close()
    {
        _isClosed = true;
        foreach (var (_, coordinator) in _coordinators)
        {
            await coordinator.Close();
        }
    }

    /// <summary>
    /// Serves a request about groups, in Kafka's form for its version. The request is borrowed until the answer, or
    /// until the wait for it was given up.
    /// </summary>
    /// <param name="cancellation">Nobody waits for the answer any more. The request may be done all the same.</param>
    public Task<IResponse> Handle(IRequest request, RequestContext context, CancellationToken cancellation) =>
        new GroupRouting(this, context, cancellation).Route(request);

    /// <summary>What is committed of all groups that are served here. A copy: for a look now and then.</summary>
    public async Task<IReadOnlyList<GroupCommit>> CommittedOffsets()
    {
        var parts = await Task.WhenAll(Coordinators.Select(hosted => hosted.Enter(
            coordinator => coordinator.Read(CommittedOffsets))));
        return [.. parts.Where(part => part.IsOk).SelectMany(part => part.Value)];
    }

    /// <summary>All that are served here, in no order.</summary>
    internal IEnumerable<HostedCoordinator> Coordinators => _coordinators.Select(entry => entry.Value);

    /// <summary>The coordinator of a group, if it is here.</summary>
    internal HostedCoordinator? Find(string groupId) =>
        _topic is { } topic
        && _coordinators.TryGetValue(CoordinatorPartition.Of(groupId, topic.Partitions.Length), out var coordinator)
            ? coordinator
            : null;

    private static List<GroupCommit> CommittedOffsets(GroupMachine machine) =>
    [
        .. machine.GroupsWithOffsets.SelectMany(groupId => machine.OffsetsOf(groupId)
            .Select(entry => new GroupCommit(groupId, entry.Key, entry.Value.Offset))),
    ];

    private void ApplyLeadership(TopicState? topic)
    {
        if (_topic?.Id != topic?.Id)
        {
            // Another topic of that name knows nothing of these groups.
            foreach (var (_, coordinator) in _coordinators)
            {
                _ = coordinator.Close();
            }

            _coordinators.Clear();
        }

        _topic = topic;
        foreach (var partition in topic?.Partitions ?? [])
        {
            if (partition.Leader == services.Life.Self)
            {
                Host(topic!, partition.Index).Lead(partition.LeaderEpoch);
            }
            else if (_coordinators.TryGetValue(partition.Index, out var coordinator))
            {
                _ = coordinator.Resign(partition.LeaderEpoch);
            }
        }
    }

    private HostedCoordinator Host(TopicState topic, int partition)
    {
        if (!_coordinators.TryGetValue(partition, out var hosted))
        {
            var log = new ReplicaOffsetsLog(
                new(topic.Id, partition), replicas, options.CommitTimeout, services.Clock);
            hosted = new(
                partition, options.Groups, log, services.Clock, options.SchedulerOf(partition), events);
            hosted.Learn(_catalogs.Current, new HashSet<string>());
            _coordinators[partition] = hosted;
        }

        return hosted;
    }
}

using System.Diagnostics.CodeAnalysis;
using Cloud.Core.Controller.Messages;
using Cloud.Core.Partitions.Fetching;
using Cloud.Core.Partitions.Producing;
using Cloud.Core.Partitions.Queries;
using Cloud.Core.Replication.Messages;
using Cloud.Core.Storage;
using Cloud.Core.Storage.Configuration;
using Cloud.Core.Storage.Maintenance;
using Cloud.Core.Storage.Manager;
using Cloud.Core.Storage.Producers;
using Cloud.Protocol;

namespace Cloud.Core.Partitions.Broker;

/// <summary>
/// All replicas of one broker, and its logs. Metadata, ticks, start and end come from the broker's host on one
/// scheduler; appends, fetches, queries and what leaders ask come from any thread and run on the replica's own.
/// </summary>
public sealed class BrokerReplicas : IReplicaViews
{
    private readonly HostedReplicas _replicas = new();
    private readonly LogManager _logs;
    private readonly ReplicaServices _services;
    private readonly BrokerMetadata _metadata;
    private readonly BrokerMaintenance _maintenance;
    private readonly BrokerUpkeep _upkeep;
    private bool _isClosed;

    /// <exception cref="ArgumentException">The options give defaults that are none.</exception>
    public BrokerReplicas(
        LogManager logs, ReplicaServices services, IMetadataSource metadata, BrokerOptions? options = null)
    {
        var chosen = options ?? new();
        if (BrokerConfigRules.FaultOfStatic(chosen.TopicDefaults) is { } fault)
        {
            throw new ArgumentException(fault, nameof(options));
        }

        (_logs, _services) = (logs, services);
        _metadata = new(new ReplicaSet(_replicas, logs, services, chosen), services, metadata);
        _maintenance = new(_replicas, logs, services, chosen);
        _upkeep = new(_replicas, logs, services, _maintenance, chosen);
        Fetches = new(this, services);
    }

    /// <summary>Fetches over many partitions, with waiting.</summary>
    public BrokerFetches Fetches { get; }

    /// <summary>
    /// The last end was not clean, or there was none: what was not flushed may be lost, and the registration says so.
    /// Known after <see cref="Start"/>.
    /// </summary>
    public bool IsUncleanStart => _logs.Folders.Any(folder => !folder.WasClean);

    /// <summary>The broker epoch that ended with a clean shutdown; null after an unclean one.</summary>
    public BrokerEpoch? CleanBrokerEpoch =>
        IsUncleanStart || _logs.Folders[0].CleanBrokerEpoch is not { } epoch ? null : new(epoch);

    public long MetadataVersion => _metadata.Version;

    public IEnumerable<PartitionReplica> Replicas => _replicas.All.Select(hosted => hosted.Replica);

    public IEnumerable<string> FolderPaths => _logs.Folders.Select(folder => folder.Path);

    /// <summary>How many partitions this broker leads: zero is what a controlled shutdown waits for.</summary>
    public int LedCount => _replicas.All.Count(hosted => hosted.Replica.View.Role is ReplicaRole.Leader);

    /// <summary>Finds the logs and, after an unclean end, verifies them. Before anything else.</summary>
    public Task Start() => _logs.Start(new(_services.Time, _ => new LogSettings()));

    /// <summary>Metadata has changed. Deltas may come twice or out of order; a gap asks for a snapshot.</summary>
    public Task Apply(MetadataDelta delta) => _isClosed ? Task.CompletedTask : _metadata.Apply(delta);

    /// <summary>
    /// The broker's one timer: every few milliseconds while anybody waits, and at least once a second.
    /// </summary>
    public Task Tick() => _isClosed ? Task.CompletedTask : _upkeep.Tick(_metadata);

    /// <summary>
    /// Compacts the dirtiest log of each data folder; for a loop of the host's, one call at a time. Takes up to
    /// minutes. When it has compacted nothing, nothing is due: a pause is in order.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was cancelled, or the broker ends. No log is harmed.</exception>
    public Task<CompactionRound> RunCompaction(CancellationToken cancellation) =>
        _maintenance.RunCompaction(cancellation);

    /// <summary>
    /// Reads about so many bytes of sealed segments again; for a loop of the host's, one call at a time, which paces
    /// it. A replica whose log is damaged fails, and is fetched anew once the others have stopped counting on it.
    /// </summary>
    /// <exception cref="OperationCanceledException">The broker ends.</exception>
    public Task<ScrubOutcome> Scrub(long bytesMax) => _maintenance.Scrub(bytesMax);

    /// <summary>What a leader asks of one of this broker's replicas.</summary>
    public Task<ReplicaReply> Answer(ReplicaRequest request) =>
        _replicas.TryGet(request.Partition, out var hosted)
            ? hosted.Enter(request, static (replica, request) => replica.Answer(request))
            : Task.FromResult(PartitionReplica.ReplyWithoutLog(
                ReplicaOutcome.UnknownLeaderEpoch, _services.Life.Epoch));

    /// <summary>Appends to a partition that this broker leads. Batches are borrowed until the reply.</summary>
    public Task<AppendReply> Append(TopicIdPartition partition, AppendRequest request) =>
        _replicas.TryGet(partition, out var hosted)
            ? hosted.Enter(request, static (replica, request) => replica.Append(request))
            : Task.FromResult(new AppendReply(AppendFailure.NotLeader));

    /// <summary>Removes a partition's records below an offset; none for all that is committed.</summary>
    public Task<DeleteRecordsReply> DeleteRecords(
        TopicIdPartition partition, Offset before, LeaderEpoch currentLeaderEpoch) =>
        _replicas.TryGet(partition, out var hosted)
            ? hosted.Enter(replica => Task.FromResult(RecordDeletion.Run(replica, before, currentLeaderEpoch)))
            : Task.FromResult(new DeleteRecordsReply(AppendFailure.NotLeader, IsOutOfRange: false, Offset.None));

    /// <summary>The producers that a replica's log knows; null where there is no usable log of it.</summary>
    public Task<IReadOnlyCollection<ProducerSnapshotEntry>?> DescribeProducers(TopicIdPartition partition) =>
        _replicas.TryGet(partition, out var hosted)
            ? hosted.Enter(replica => Task.FromResult(
                replica.TryOnLog((log, _) => log.Producers.Save(), out var producers) ? producers : null))
            : Task.FromResult<IReadOnlyCollection<ProducerSnapshotEntry>?>(null);

    public bool TryGet(
        TopicIdPartition partition,
        [NotNullWhen(true)] out ReplicaView? view,
        [NotNullWhen(true)] out FetchWatchers? watchers)
    {
        var isHere = _replicas.TryGet(partition, out var hosted);
        (view, watchers) = isHere ? (hosted!.Replica.View, hosted.Replica.Watchers) : (null, null);
        return isHere;
    }

    public bool TryGetReplica(TopicIdPartition partition, [NotNullWhen(true)] out PartitionReplica? replica)
    {
        replica = _replicas.TryGet(partition, out var hosted) ? hosted.Replica : null;
        return replica is not null;
    }

    /// <summary>Whether this broker still has a log of the topic: one that cannot be deleted now, or lives.</summary>
    public bool HoldsLogsOf(TopicId topic) =>
        _replicas.All.Any(hosted => hosted.Replica.Id.TopicId == topic) || _metadata.Replicas.HoldsUndeleted(topic);

    /// <summary>
    /// A clean end: replicas stop, everything is flushed, the marker is left. Leadership has been moved before.
    /// </summary>
    public async Task Shutdown()
    {
        await Stop();
        await _maintenance.WhenIdle();
        _upkeep.CheckpointHighWatermarks();

        // What the last end has cost is known to the controller once this life is registered. A marker before that
        // would hide it for good: the next life would keep a place in ISR and ELR that it has no records for.
        if (_services.Life.Epoch != BrokerEpoch.None || !IsUncleanStart)
        {
            await _logs.Shutdown(_services.Life.Epoch.Value);
        }
    }

    /// <summary>An end without ceremony: nobody is answered any more, and the next start verifies.</summary>
    public async Task Stop()
    {
        _isClosed = true;
        _maintenance.Stop();
        await _metadata.Stop();
        foreach (var hosted in _replicas.All)
        {
            await hosted.Enter(replica => replica.Close());
        }
    }

    /// <summary>The same, and the files are given up: for a life that another one of this process follows.</summary>
    public async Task Abandon()
    {
        await Stop();
        _logs.Abandon();
    }
}

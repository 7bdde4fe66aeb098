using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>
/// Finds what is ready and hands it, one batch of each partition in a request, to the brokers that lead. Only the
/// sender's.
/// </summary>
internal sealed class Dispatcher(
    ClusterClient cluster,
    ProducerOptions options,
    RecordAccumulator accumulator,
    ProducerIdentities? identities,
    Action<ProduceCall, BrokerConnection> send)
{
    private readonly ProducerClock _clock = new(options.Clock);
    private readonly Dictionary<BrokerId, BrokerLink> _links = [];
    private readonly List<BrokerLink> _busy = [];
    private readonly List<PartitionQueue> _active = [];

    /// <summary>
    /// Whether some partition has no leader, or one that cannot be reached or has hung up: metadata may know better.
    /// </summary>
    public bool NeedsMetadata { get; private set; }

    /// <summary>Sends what can be sent.</summary>
    /// <param name="now">By the clock's timestamps.</param>
    /// <param name="lingers">False to send all that there is.</param>
    /// <returns>When there will be more; in between only if the signal says so.</returns>
    public long Dispatch(long now, bool lingers)
    {
        NeedsMetadata = false;
        while (accumulator.Activated.TryDequeue(out var activated))
        {
            _active.Add(activated);
        }

        var next = Collect(now, lingers);
        foreach (var link in _busy)
        {
            next = Math.Min(next, Serve(link, now, lingers));
            link.Ready.Clear();
        }

        _busy.Clear();
        return next;
    }

    private long Collect(long now, bool lingers)
    {
        var next = ProducerClock.Never;
        for (var index = _active.Count - 1; index >= 0; index--)
        {
            var queue = _active[index];
            var readyAt = ReadyAt(queue, lingers, out _);
            if (readyAt <= now)
            {
                AddToLink(queue);
            }
            else if (readyAt == ProducerClock.Never && !queue.StaysActive())
            {
                _active[index] = _active[^1];
                _active.RemoveAt(_active.Count - 1);
            }

            next = readyAt > now ? Math.Min(next, readyAt) : next;
        }

        return next;
    }

    private void AddToLink(PartitionQueue queue)
    {
        if (cluster.Metadata.Snapshot.Find(queue.Partition) is not { HasLeader: true, Leader: var leader })
        {
            NeedsMetadata = true;
            return;
        }

        if (!_links.TryGetValue(leader, out var link))
        {
            link = new BrokerLink(leader, cluster, accumulator.Signal, options);
            _links.Add(leader, link);
        }

        if (link.Ready.Count == 0)
        {
            _busy.Add(link);
        }

        link.Ready.Add(queue);
    }

    // When the first batch may go; never, when that is for something else to say.
    private long ReadyAt(PartitionQueue queue, bool lingers, out ProducerBatch? first)
    {
        first = queue.Peek(out var isOpen);
        if (first is null || !MaySend(queue.Progress, first))
        {
            return ProducerClock.Never;
        }

        return isOpen && lingers ? _clock.After(first.CreatedAt, options.Linger) : first.RetryAt;
    }

    // One request under way promises the order, also where a partition moves and a former leader has not answered yet.
    private bool MaySend(PartitionProgress progress, ProducerBatch batch) =>
        identities is not null ? progress.MaySend(batch, identities.Current)
        : options.MaxInFlightRequestsPerConnection > 1 || progress.IsNext(batch);

    private long Serve(BrokerLink link, long now, bool lingers)
    {
        NeedsMetadata |= link.Keep(now);
        while (link.CanSend(now) && Gather(link, now, lingers) is { } call)
        {
            link.InFlight++;
            send(call, link.Connection!);
        }

        // What is ready and was not sent waits for an answer, or a connection; what was taken may have left a batch
        // behind that lingers.
        var pause = Math.Max(link.MutedUntil, link.ConnectAfter);
        var next = pause > now ? pause : ProducerClock.Never;
        foreach (var queue in link.Ready)
        {
            var readyAt = ReadyAt(queue, lingers, out _);
            next = readyAt > now ? Math.Min(next, readyAt) : next;
        }

        return next;
    }

    private ProduceCall? Gather(BrokerLink link, long now, bool lingers)
    {
        ProduceCall? call = null;
        var room = (long)options.MaxRequestSize;
        for (var count = 0; count < link.Ready.Count; count++)
        {
            var queue = link.Ready[(link.Turn + count) % link.Ready.Count];
            if (ReadyAt(queue, lingers, out var first) > now)
            {
                continue;
            }

            if (call is not null && first!.SizeBytes > room)
            {
                link.Turn = (link.Turn + count) % link.Ready.Count;
                break;
            }

            call ??= new ProduceCall(link, options);
            Take(queue, first!, call);
            room -= first!.SizeBytes;
        }

        return call;
    }

    private void Take(PartitionQueue queue, ProducerBatch batch, ProduceCall call)
    {
        queue.Take(batch);
        if (batch.Order == ProducerBatch.None)
        {
            queue.Progress.Begin(batch, identities?.Current ?? ProducerIdentity.None);
        }

        var snapshot = cluster.Metadata.Snapshot;
        batch.SentLeaderEpoch = snapshot.Find(queue.Partition)?.LeaderEpoch ?? LeaderEpoch.None;
        call.Add(batch, snapshot.Find(queue.Partition.Topic)?.Id ?? TopicId.None);
    }
}

using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Client;

/// <summary>
/// Fetches ahead of the one who consumes: at most one request to a broker is under way, and none while so much waits
/// that
/// the bound of memory is reached. Runs by itself from start to end of the consumer.
/// </summary>
internal sealed class Fetcher(
    ClusterClient cluster,
    ConsumerOptions options,
    PartitionTable table,
    FetchBuffer buffer,
    FetchResponses responses,
    MetadataRefresher metadata,
    ConsumerClock clock,
    ConsumerLog log)
{
    private readonly FetchPlanner _planner = new(options);
    private readonly WakeSignal _changed = new();

    // Inside of the table's gate.
    private readonly HashSet<BrokerId> _asked = [];
    private readonly Dictionary<BrokerId, (int Failures, TimeSpan NotBefore)> _failing = [];

    public async Task Run(CancellationToken cancellationToken)
    {
        table.Changed += _changed.Set;
        cluster.Metadata.Changed += _ => _changed.Set();
        while (true)
        {
            var plans = Plan(out var pause);
            foreach (var plan in plans)
            {
                _ = Fetch(plan, cancellationToken);
            }

            await _changed.Wait(pause, clock.Provider, cancellationToken).ConfigureAwait(false);
        }
    }

    private IReadOnlyList<FetchPlan> Plan(out TimeSpan pause)
    {
        lock (table.Gate)
        {
            var now = clock.Now;
            var plans = _planner.Plan(
                table.States, cluster.Metadata.Snapshot, broker => IsBusy(broker, now), FreeBytes(), now);
            foreach (var plan in plans)
            {
                _asked.Add(plan.Broker);
                foreach (var planned in plan.Partitions)
                {
                    planned.State.IsFetching = true;
                }
            }

            if (_planner.MissesLeader)
            {
                metadata.Ask();
            }

            pause = PauseUntilDue(now);
            return plans;
        }
    }

    // When all that waits belongs to paused partitions the bound would keep the others from ever being fetched.
    private long FreeBytes()
    {
        var free = options.PrefetchBytesMax - buffer.Bytes;
        return free > 0 || buffer.HasWork ? free : options.MaxPartitionFetchBytes;
    }

    private bool IsBusy(BrokerId broker, TimeSpan now) =>
        _asked.Contains(broker) || (_failing.TryGetValue(broker, out var failing) && failing.NotBefore > now);

    private TimeSpan PauseUntilDue(TimeSpan now)
    {
        var due = _failing.Values.Select(failing => failing.NotBefore).Where(moment => moment > now)
            .Concat(_planner.NextDue is { } next ? [next] : [])
            .DefaultIfEmpty(TimeSpan.MaxValue)
            .Min();

        // Timers count milliseconds: a fraction that is cut off would be a turn for nothing.
        return due == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : due - now + TimeSpan.FromMilliseconds(1);
    }

    private async Task Fetch(FetchPlan plan, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await cluster.Connect(plan.Broker, ConnectionPurpose.Fetch, cancellationToken)
                .ConfigureAwait(false);
            var timeout = options.RequestTimeout + options.FetchMaxWait;
            var reply = await connection.SendBorrowed(plan.ToRequest(options), timeout, plan.VersionMax)
                .ConfigureAwait(false);
            lock (table.Gate)
            {
                _failing.Remove(plan.Broker);
                End(plan);
                responses.Take(plan, reply);
                table.Wake();
            }
        }
        catch (ClientException failure)
        {
            Failed(plan, failure);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // A transport that breaks its word must not leave a partition unread in silence.
            var message = $"A fetch failed: {failure.Message}";
            Failed(plan, new ClientException(KafkaError.UnknownServerError, message, failure));
        }
        catch (OperationCanceledException)
        {
            // The consumer is being closed.
        }
    }

    private void Failed(FetchPlan plan, ClientException failure)
    {
        log.FetchFailed(plan.Broker, failure.Message);
        lock (table.Gate)
        {
            End(plan);
            var failures = _failing.TryGetValue(plan.Broker, out var before) ? before.Failures + 1 : 1;
            _failing[plan.Broker] = (failures, clock.Now + cluster.RetryBackoff.Pause(failures));
            foreach (var planned in plan.Partitions)
            {
                planned.State.PreferredReplica = BrokerId.None;
                if (!failure.IsRetriable && planned.State.IsOf(planned.Version))
                {
                    planned.State.Failure = failure;
                }
            }

            metadata.Ask();
            table.Wake();
        }

        buffer.Notify();
    }

    private void End(FetchPlan plan)
    {
        _asked.Remove(plan.Broker);
        foreach (var planned in plan.Partitions)
        {
            planned.State.IsFetching = false;
        }
    }
}

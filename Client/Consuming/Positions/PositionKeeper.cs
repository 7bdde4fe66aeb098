using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>
/// Finds out where to read the partitions of which that is not known: by what the group has committed, else by the
/// reset policy. Runs by itself from start to end of the consumer; what it cannot find out is thrown to whoever
/// consumes.
/// </summary>
internal sealed class PositionKeeper(
    ClusterClient cluster,
    ConsumerOptions options,
    PartitionTable table,
    OffsetLookup lookup,
    GroupOffsets? offsets,
    ConsumerLog log,
    Action notify)
{
    private readonly WakeSignal _changed = new();

    public async Task Run(CancellationToken cancellationToken)
    {
        table.Changed += _changed.Set;
        for (var failures = 0; ;)
        {
            var (unknown, resetting) = Collect();
            try
            {
                await Task.WhenAll(Restore(unknown, cancellationToken), Reset(resetting, cancellationToken))
                    .ConfigureAwait(false);
                failures = 0;
            }
            catch (ClientException failure)
            {
                failures++;
                log.PositionsFailed(failure.Message);
                Surface(failure, [.. unknown, .. resetting]);
                await Task.Delay(cluster.RetryBackoff.Pause(failures), options.Clock, cancellationToken)
                    .ConfigureAwait(false);
                continue;
            }

            if (unknown.Count + resetting.Count == 0)
            {
                await _changed.Wait(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private (List<(PartitionState State, int Version)> Unknown, List<(PartitionState State, int Version)> Resetting)
        Collect()
    {
        lock (table.Gate)
        {
            var open = table.States
                .Where(state => state is { Failure: null, IsRevoking: false } && state.Phase is not PositionPhase.Known)
                .ToLookup(state => state.Phase, state => (state, state.Version));
            return ([.. open[PositionPhase.Unknown]], [.. open[PositionPhase.Resetting]]);
        }
    }

    private async Task Restore(List<(PartitionState State, int Version)> wanted, CancellationToken cancellationToken)
    {
        if (wanted.Count == 0)
        {
            return;
        }

        IReadOnlyDictionary<TopicPartition, TopicPartitionOffset> committed = offsets is null
            ? new Dictionary<TopicPartition, TopicPartitionOffset>()
            : await offsets.Fetch([.. wanted.Select(one => one.State.Id)], cluster.NewDeadline(), cancellationToken)
                .ConfigureAwait(false);
        lock (table.Gate)
        {
            foreach (var (state, version) in wanted.Where(one => one.State.IsOf(one.Version)))
            {
                if (committed.TryGetValue(state.Id, out var offset))
                {
                    state.MoveTo(new(offset.Offset, offset.LeaderEpoch));
                    (state.Committed, state.ProcessedAtCommit) = (state.Position, state.Processed);
                }
                else if (options.ResetOf(state.Id.Topic) is { Kind: not OffsetResetKind.None } reset)
                {
                    state.Reset(reset);
                }
                else
                {
                    state.Failure = new NoOffsetForPartitionException(state.Id);
                }
            }

            table.Wake();
        }

        notify();
    }

    private async Task Reset(List<(PartitionState State, int Version)> wanted, CancellationToken cancellationToken)
    {
        if (wanted.Count == 0)
        {
            return;
        }

        var times = wanted.ToDictionary(one => one.State.Id, one => TimeOf(one.State.ResetTo));
        var found = await lookup.Find(times, cluster.NewDeadline(), cancellationToken).ConfigureAwait(false);
        lock (table.Gate)
        {
            foreach (var (state, version) in wanted.Where(one => one.State.IsOf(one.Version)))
            {
                var reset = state.ResetTo;
                if (found[state.Id] is { Offset.Value: >= 0 } offset)
                {
                    state.MoveTo(new(offset.Offset, offset.Epoch));
                    log.PositionReset(state.Id, offset.Offset, reset);
                }
                else
                {
                    // No record is as young as that.
                    state.Reset(AutoOffsetReset.Latest);
                }
            }

            table.Wake();
        }
    }

    private long TimeOf(AutoOffsetReset reset) => reset.Kind switch
    {
        OffsetResetKind.Earliest => OffsetLookup.Earliest,
        OffsetResetKind.ByDuration => Math.Max(0, (options.Clock.GetUtcNow() - reset.Age).ToUnixTimeMilliseconds()),
        _ => OffsetLookup.Latest,
    };

    // What may go away is tried again for as long as it takes.
    private void Surface(ClientException failure, IEnumerable<(PartitionState State, int Version)> wanted)
    {
        if (failure.IsRetriable)
        {
            return;
        }

        lock (table.Gate)
        {
            foreach (var (state, version) in wanted.Where(one => one.State.IsOf(one.Version)))
            {
                state.Failure = failure;
            }
        }

        notify();
    }
}

using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Client;

/// <summary>
/// Finds out where to read the partitions of which that is not known: by what the group has committed, else by the
/// reset policy. Runs by itself from start to end of the consumer; what it cannot find out is thrown to whoever
/// consumes. Each inquiry goes on by itself, so that a broker that hangs holds up only its own partitions.
/// </summary>
internal sealed class PositionKeeper(
    ClusterClient cluster,
    ConsumerOptions options,
    OpenPositions open,
    OffsetLookup lookup,
    GroupOffsets? offsets,
    MetadataRefresher metadata,
    ConsumerLog log)
{
    private readonly WakeSignal _changed = new();

    /// <summary>Something may have to be found out, or can be now.</summary>
    public void Wake() => _changed.Set();

    public async Task Run(CancellationToken cancellationToken)
    {
        cluster.Metadata.Changed += _ => Wake();
        while (true)
        {
            var begun = Begin();
            _ = Ask([.. begun.Where(one => one.Phase is PositionPhase.Unknown)], Restore, cancellationToken);
            var resetting = begun.Where(one => one.Phase is PositionPhase.Resetting);
            foreach (var led in resetting.GroupBy(one => lookup.LeaderOf(one.Id)))
            {
                _ = Ask([.. led], Reset, cancellationToken);
            }

            await _changed.Wait(open.PauseUntilDue(), options.Clock, cancellationToken).ConfigureAwait(false);
        }
    }

    // Who has no leader is left alone until metadata names one.
    private IReadOnlyList<OpenPosition> Begin()
    {
        var missesLeader = false;
        var begun = open.Begin(one =>
        {
            var hasToWait = one.Phase is PositionPhase.Resetting && lookup.WhyNot(one.Id) is { IsRetriable: true };
            missesLeader |= hasToWait;
            return !hasToWait;
        });
        if (missesLeader)
        {
            metadata.Ask();
        }

        return begun;
    }

    private async Task Ask(
        IReadOnlyList<OpenPosition> asked,
        Func<IReadOnlyList<OpenPosition>, CancellationToken, Task> ask,
        CancellationToken cancellationToken)
    {
        if (asked.Count == 0)
        {
            return;
        }

        try
        {
            await ask(asked, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The consumer is being closed.
        }
        catch (ClientException failure)
        {
            Fail(asked, failure);
        }
        catch (Exception failure)
        {
            // A transport that breaks its word must not leave a partition unread in silence.
            var message = $"Positions could not be found: {failure.Message}";
            Fail(asked, new ClientException(KafkaError.UnknownServerError, message, failure));
        }
    }

    private void Fail(IReadOnlyList<OpenPosition> asked, ClientException failure)
    {
        log.PositionsFailed(failure.Message);
        open.End(asked, state => open.Fail(state, failure));
    }

    private async Task Restore(IReadOnlyList<OpenPosition> asked, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<TopicPartition, TopicPartitionOffset> committed = offsets is null
            ? new Dictionary<TopicPartition, TopicPartitionOffset>()
            : await offsets.Fetch([.. asked.Select(one => one.Id)], cluster.NewDeadline(), cancellationToken)
                .ConfigureAwait(false);
        open.End(asked, state =>
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
        });
    }

    private async Task Reset(IReadOnlyList<OpenPosition> asked, CancellationToken cancellationToken)
    {
        var times = asked.ToDictionary(one => one.Id, one => TimeOf(one.ResetTo));
        var answers = await lookup.FindOnce(times, cancellationToken).ConfigureAwait(false);
        open.End(asked, state => Take(state, answers[state.Id]));
        if (answers.Values.Select(answer => answer.Failure).FirstOrDefault(failure => failure is not null) is { } first)
        {
            log.PositionsFailed(first.Message);
            metadata.Ask();
        }
    }

    private void Take(PartitionState state, OffsetAnswer answer)
    {
        var reset = state.ResetTo;
        if (answer.Failure is { } failure)
        {
            open.Fail(state, failure);
        }
        else if (answer.Found.Offset >= Offset.Zero)
        {
            state.Succeeded();
            state.MoveTo(new(answer.Found.Offset, answer.Found.Epoch));
            log.PositionReset(state.Id, answer.Found.Offset, reset);
        }
        else
        {
            // No record is as young as that.
            state.Reset(AutoOffsetReset.Latest);
        }
    }

    private long TimeOf(AutoOffsetReset reset) => reset.Kind switch
    {
        OffsetResetKind.Earliest => OffsetLookup.Earliest,
        OffsetResetKind.ByDuration => Math.Max(0, (options.Clock.GetUtcNow() - reset.Age).ToUnixTimeMilliseconds()),
        _ => OffsetLookup.Latest,
    };
}

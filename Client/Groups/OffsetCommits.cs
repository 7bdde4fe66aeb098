using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Client;

/// <summary>Says which offsets to commit, and commits them: on demand, at intervals, and when partitions go.</summary>
internal sealed class OffsetCommits(
    ClusterClient cluster,
    GroupOffsets? offsets,
    PartitionTable table,
    ConsumerOptions options,
    ConsumerLog log,
    Action<IReadOnlyCollection<TopicPartitionOffset>> committed)
{
    /// <summary>Set while it subscribes: then only members commit.</summary>
    public IGroupMember? Member { get; set; }

    private bool IsBarred => Member is { Identity.IsMember: false };

    /// <summary>Commits at intervals, as long as the consumer lives.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.AutoCommitInterval, options.Clock);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            await CommitProcessed(partitions: null, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Commits what has been returned from, if commits are automatic; of all partitions when none are named. That it
    /// fails is logged: what was not committed is read again.
    /// </summary>
    public async Task CommitProcessed(
        IReadOnlyCollection<TopicPartition>? partitions, CancellationToken cancellationToken)
    {
        var processed = options.IsAutoCommitting && !IsBarred
            ? Collect(state => state.Processed, state =>
                state.ProcessedAtCommit != state.Processed && (partitions?.Contains(state.Id) ?? true))
            : [];
        if (processed.Count == 0)
        {
            return;
        }

        try
        {
            await Commit(processed, cancellationToken).ConfigureAwait(false);
        }
        catch (ClientException failure)
        {
            log.AutoCommitFailed(failure.Message);
        }
    }

    /// <summary>Commits everything that was handed out.</summary>
    public async Task CommitHandedOut(CancellationToken cancellationToken)
    {
        ThrowWithoutGroup();
        var positions = Collect(state => state.Position, state => state.Committed != state.Position);
        if (positions.Count > 0)
        {
            await Commit(positions, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task Commit(IReadOnlyCollection<TopicPartitionOffset> positions, CancellationToken cancellationToken)
    {
        ThrowWithoutGroup();
        if (IsBarred)
        {
            throw new CommitFailedException(
                KafkaError.UnknownMemberId,
                $"Group '{options.GroupId}': this consumer is no member at the moment: it has not joined yet, or was "
                + "too slow, or was taken for dead. What it commits could be somebody else's.");
        }

        var processed = Processed(positions);
        await offsets!.Commit(positions, cluster.NewDeadline(), cancellationToken).ConfigureAwait(false);
        Note(positions, processed);
        committed(positions);
    }

    public Task<IReadOnlyDictionary<TopicPartition, TopicPartitionOffset>> Fetch(
        IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        ThrowWithoutGroup();
        return offsets!.Fetch(partitions, cluster.NewDeadline(), cancellationToken);
    }

    private List<TopicPartitionOffset> Collect(
        Func<PartitionState, FetchPosition> positionOf, Func<PartitionState, bool> isWanted)
    {
        lock (table.Gate)
        {
            return
            [
                .. table.States
                    .Where(state => positionOf(state).Offset >= Offset.Zero && isWanted(state))
                    .Select(state => positionOf(state).Of(state.Id)),
            ];
        }
    }

    private Dictionary<TopicPartition, FetchPosition> Processed(IReadOnlyCollection<TopicPartitionOffset> positions)
    {
        lock (table.Gate)
        {
            return positions.Select(position => table.Find(position.TopicPartition)).OfType<PartitionState>().Distinct()
                .ToDictionary(state => state.Id, state => state.Processed);
        }
    }

    private void Note(
        IReadOnlyCollection<TopicPartitionOffset> positions, Dictionary<TopicPartition, FetchPosition> processed)
    {
        lock (table.Gate)
        {
            foreach (var position in positions)
            {
                if (table.Find(position.TopicPartition) is { } state)
                {
                    state.Committed = new(position.Offset, position.LeaderEpoch);
                    state.ProcessedAtCommit = processed.GetValueOrDefault(state.Id, state.Processed);
                }
            }
        }
    }

    private void ThrowWithoutGroup()
    {
        if (offsets is null)
        {
            throw new ClientException(
                KafkaError.InvalidGroupId, "Offsets are kept by a group, and this consumer has none: set GroupId.");
        }
    }
}

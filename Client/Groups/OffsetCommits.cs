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
    // Held from the moment at which it is looked what to commit until it is known to be committed.
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Set while it subscribes: then only members commit.</summary>
    public IGroupMember? Member { get; set; }

    /// <summary>As who it commits.</summary>
    public MemberIdentity Identity => Member?.Identity ?? MemberIdentity.Nobody;

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
        if (!options.IsAutoCommitting)
        {
            return;
        }

        try
        {
            // Not before its turn: a commit that goes ahead of it may have committed more.
            await Commit(() => CollectProcessed(partitions), cancellationToken).ConfigureAwait(false);
        }
        catch (ClientException failure)
        {
            log.AutoCommitFailed(failure.Message);
        }
    }

    /// <summary>Commits everything that was handed out before the call.</summary>
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
        var member = Identity;
        if (IsBarred(member))
        {
            throw new CommitFailedException(
                KafkaError.UnknownMemberId,
                $"Group '{options.GroupId}': this consumer is no member at the moment: it has not joined yet, or was "
                + "too slow, or was taken for dead. What it commits could be somebody else's.");
        }

        var commit = new PlannedCommit(member, positions, Processed(positions));
        await Commit(() => commit, cancellationToken).ConfigureAwait(false);
    }

    public Task<IReadOnlyDictionary<TopicPartition, TopicPartitionOffset>> Fetch(
        IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        ThrowWithoutGroup();
        return offsets!.Fetch(partitions, cluster.NewDeadline(), cancellationToken);
    }

    private async Task Commit(Func<PlannedCommit> plan, CancellationToken cancellationToken)
    {
        var deadline = cluster.NewDeadline();
        PlannedCommit commit;
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            commit = plan();
            if (commit.Positions.Count == 0)
            {
                return;
            }

            await offsets!.Commit(commit.Positions, commit.Member, deadline, cancellationToken).ConfigureAwait(false);
            Note(commit);
        }
        finally
        {
            _turn.Release();
        }

        committed(commit.Positions);
    }

    private bool IsBarred(MemberIdentity identity) => Member is not null && !identity.IsMember;

    private PlannedCommit CollectProcessed(IReadOnlyCollection<TopicPartition>? partitions)
    {
        var member = Identity;
        lock (table.Gate)
        {
            var positions = IsBarred(member)
                ? []
                : Collect(state => state.Processed, state =>
                    state.ProcessedAtCommit != state.Processed && (partitions?.Contains(state.Id) ?? true));
            return new(member, positions, Processed(positions));
        }
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

    private void Note(PlannedCommit commit)
    {
        lock (table.Gate)
        {
            foreach (var position in commit.Positions)
            {
                if (table.Find(position.TopicPartition) is { } state)
                {
                    state.Committed = new(position.Offset, position.LeaderEpoch);
                    state.ProcessedAtCommit = commit.Processed.GetValueOrDefault(state.Id, state.Processed);
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

    /// <param name="Member">As whom the positions were read.</param>
    /// <param name="Positions">What is committed.</param>
    /// <param name="Processed">What was returned from at that time, of those that are assigned.</param>
    private sealed record PlannedCommit(
        MemberIdentity Member,
        IReadOnlyCollection<TopicPartitionOffset> Positions,
        IReadOnlyDictionary<TopicPartition, FetchPosition> Processed);
}

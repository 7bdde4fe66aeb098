using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>Carries rebalances out: commits, tells the listener, changes what is fetched. One at a time.</summary>
internal sealed class RebalanceRunner(
    PartitionTable table, OffsetCommits commits, ConsumerOptions options, ConsumerLog log)
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    public IRebalanceListener? Listener { get; set; }

    /// <summary>Until <see cref="EndTurn"/> nobody else changes what the member has.</summary>
    public Task TakeTurn(CancellationToken cancellationToken) => _turn.WaitAsync(cancellationToken);

    public void EndTurn() => _turn.Release();

    /// <summary>Carries out all that the member is to change, when it is its turn.</summary>
    public async Task RunAll(IGroupMember member, CancellationToken cancellationToken)
    {
        await TakeTurn(cancellationToken).ConfigureAwait(false);
        try
        {
            // Asked for only now: whoever had the turn may have given everything up, and what was to be changed before
            // that is void.
            while (member.Poll() is { } rebalance)
            {
                await Run(rebalance, cancellationToken).ConfigureAwait(false);
                member.Complete(rebalance);
            }
        }
        finally
        {
            EndTurn();
        }
    }

    /// <summary>In its turn.</summary>
    public async Task Run(Rebalance rebalance, CancellationToken cancellationToken)
    {
        if (rebalance.IsLost)
        {
            table.Remove(rebalance.Removed);
            await Tell("lost", rebalance.Removed, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await Revoke(rebalance.Removed, cancellationToken).ConfigureAwait(false);
        }

        table.Add(rebalance.Added);
        if (rebalance.IsComplete)
        {
            await Tell("assigned", rebalance.Added, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>In its turn: gives partitions up that are still the member's.</summary>
    public async Task Revoke(IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        if (partitions.Count > 0)
        {
            table.Revoke(partitions);
            await commits.CommitProcessed(partitions, cancellationToken).ConfigureAwait(false);
            await Tell("revoked", partitions, cancellationToken).ConfigureAwait(false);
            table.Remove(partitions);
        }
    }

    private async Task Tell(
        string what, IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        if (Listener is not { } listener || (what == "lost" && partitions.Count == 0))
        {
            return;
        }

        using var timeout = new CancellationTokenSource(options.RebalanceListenerTimeout, options.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var telling = what switch
            {
                "lost" => listener.OnLostAsync(partitions, either.Token),
                "revoked" => listener.OnRevokedAsync(partitions, either.Token),
                _ => listener.OnAssignedAsync(partitions, either.Token),
            };
            await telling.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            log.ListenerTooSlow(options.RebalanceListenerTimeout, what);
        }
        catch (Exception failure)
            when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            log.ListenerFailed(failure, what);
        }
    }
}

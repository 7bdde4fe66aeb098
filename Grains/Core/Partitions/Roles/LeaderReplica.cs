using Cloud.Core.Controller.Messages;
using Cloud.Core.Controller.State;
using Cloud.Core.Partitions.Producing;
using Cloud.Core.Replication.Leading;
using Cloud.Core.Storage;
using Cloud.Protocol;

namespace Cloud.Core.Partitions.Roles;

/// <summary>
/// A replica while it leads in one epoch: hosts the <see cref="LeaderMachine"/>, flushes, talks to each follower,
/// answers who waits. Runs on the replica's scheduler; dead for good once stopped.
/// </summary>
internal sealed class LeaderReplica
{
    private readonly OpenReplica _replica;
    private readonly LeaderMachine _machine;
    private readonly LeaderTerm _term;
    private readonly Action<Exception> _fail;
    private readonly PendingProduces _produces;
    private readonly Queue<LeaderEvent> _inbox = new();
    private readonly List<LeaderEffect> _effects = [];
    private FollowerLink[] _links = [];
    private PartitionState? _linked;
    private bool _isStepping;
    private bool _isFlushing;
    private bool _isRetryDue;

    // Also read by other threads.
    private volatile bool _isAtRest;

    /// <param name="fail">Told of what ends not only the term but the replica.</param>
    public LeaderReplica(OpenReplica replica, PartitionState granted, Action<Exception> fail)
    {
        (_replica, _fail) = (replica, fail);
        var services = replica.Services;
        _term = new(
            replica.Id,
            services.Life.Self,
            services.Life.Epoch,
            granted,
            replica.Log.LogEndOffset,
            services.Rules.FirstHighWatermark(
                replica.HighWatermark, replica.Log.LogStartOffset, replica.Log.LogEndOffset));
        _machine = new(_term, Settings, services.Options, services.Rules, services.Now);
        _produces = new(services.Rules);
    }

    public LeaderEpoch Epoch => _term.Epoch;

    public bool IsStopped { get; private set; }

    /// <summary>
    /// Ticks change nothing until something happens: everybody is in sync and has everything, and nobody waits. Any
    /// thread.
    /// </summary>
    public bool IsAtRest => _isAtRest || IsStopped;

    public PartitionState Committed => _machine.Committed;

    public ReplicaServices Services => _replica.Services;

    public OpenReplica Replica => _replica;

    public LeaderMachine Machine => _machine;

    public int WaitingCount => _produces.Count;

    private LeaderSettings Settings => new(_replica.Config.MinInSyncReplicas, _replica.Config.IsWriteCached);

    /// <summary>The epoch is open in the log.</summary>
    public void Start()
    {
        _replica.SetHighWatermark(_term.HighWatermark);
        _replica.ShowRole(ReplicaRole.Leader, _term.Self, Epoch, _term.EpochStartOffset);
        foreach (var broker in Services.Brokers.Values)
        {
            Take(new LeaderEvent.BrokerSeen(broker, Services.Now));
        }

        Take(new LeaderEvent.Flushed(_replica.Log.FlushedOffset, Services.Now));
        KickAll();
    }

    /// <summary>Another role follows, or none. Who waits is told.</summary>
    public void Stop(AppendFailure failure)
    {
        IsStopped = true;
        foreach (var link in _links)
        {
            link.Stop();
        }

        _produces.FailAll(failure);
    }

    /// <summary>Why an append cannot be taken; none when it can.</summary>
    public AppendFailure Refusal(Acks acks) =>
        Services.Life.IsFenced ? AppendFailure.NotLeader
        : acks is Acks.All && _machine.IsIsrTooSmall ? AppendFailure.NotEnoughReplicas
        : AppendFailure.None;

    /// <summary>The log has grown: everybody concerned goes on.</summary>
    public void Appended()
    {
        Take(new LeaderEvent.Appended(_replica.Log.LogEndOffset, Services.Now));
        KickAll();
    }

    /// <summary>Completes when what was appended is committed.</summary>
    public Task<AppendReply> WhenCommitted(AppendReply success, PendingProduce produce)
    {
        produce.Expect(success);
        if (Services.Rules.IsCommitted(success.EndOffset, _machine.HighWatermark))
        {
            produce.Succeed();
        }
        else if (IsStopped)
        {
            produce.Fail(AppendFailure.NotLeader);
        }
        else
        {
            _isAtRest = false;
            _produces.Add(produce);
        }

        return produce.Reply;
    }

    public void Configure()
    {
        Take(new LeaderEvent.SettingsChanged(Settings, Services.Now));
        KickAll();
    }

    /// <summary>The log's start has moved: followers are told.</summary>
    public void LogStartMoved() => KickAll();

    public void BrokersChanged(IReadOnlyList<BrokerState> brokers)
    {
        foreach (var broker in brokers)
        {
            Take(new LeaderEvent.BrokerSeen(broker, Services.Now));
        }

        KickAll();
    }

    public void StateCommitted(PartitionState state)
    {
        Take(new LeaderEvent.StateCommitted(state, Services.Now));
        KickAll();
    }

    public void Tick()
    {
        Take(new LeaderEvent.Ticked(Services.Now));
        _produces.Sweep();
        _isAtRest = _machine.IsAtRest && _produces.Count == 0;
    }

    public void Heard(LeaderEvent.FollowerAnswered answer) => Take(answer);

    /// <summary>Serves no more in this epoch; the committed state will show who does.</summary>
    public void Resign(string reason)
    {
        if (IsStopped)
        {
            return;
        }

        Stop(AppendFailure.NotLeader);
        _replica.ShowRole(ReplicaRole.Offline, BrokerId.None, Epoch, Offset.None);
        Services.Events.LeaderResigned(_replica.Id, Epoch, reason);
    }

    public void Fail(Exception cause) => _fail(cause);

    // What an effect brings about may be the next event: they are taken one after the other.
    private void Take(LeaderEvent input)
    {
        _isAtRest = false;
        _inbox.Enqueue(input);
        if (_isStepping)
        {
            return;
        }

        _isStepping = true;
        try
        {
            while (!IsStopped && _inbox.TryDequeue(out var next))
            {
                StepOnce(next);
            }
        }
        finally
        {
            _isStepping = false;
        }
    }

    private void StepOnce(LeaderEvent input)
    {
        _effects.Clear();
        _machine.Step(input, _effects);
        foreach (var effect in _effects)
        {
            Do(effect);
        }

        SyncLinks();
    }

    private void Do(LeaderEffect effect)
    {
        switch (effect)
        {
            case LeaderEffect.HighWatermarkMoved moved:
                _replica.SetHighWatermark(moved.HighWatermark);
                _produces.CompleteUpTo(moved.HighWatermark);
                KickAll();
                break;
            case LeaderEffect.IsrProposed proposed:
                _ = Propose(proposed.Proposal);
                break;
            case LeaderEffect.IsrBecameTooSmall:
                _produces.FailAll(AppendFailure.NotEnoughReplicasAfterAppend);
                break;
            case LeaderEffect.Deposed deposed:
                Resign(deposed.Reason);
                break;
        }
    }

    // The array is replaced, not changed: somebody further up may be going through it.
    private void SyncLinks()
    {
        if (ReferenceEquals(_linked, _machine.Committed))
        {
            return;
        }

        _linked = _machine.Committed;
        var links = new List<FollowerLink>(_machine.Followers.Count);
        foreach (var follower in _machine.Followers)
        {
            links.Add(Array.Find(_links, link => link.Follower == follower) ?? new(this, follower));
        }

        foreach (var link in _links.Except(links))
        {
            link.Stop();
        }

        _links = [.. links];
    }

    private void KickAll()
    {
        if (IsStopped)
        {
            return;
        }

        if (!_isFlushing && _replica.Log.FlushedOffset < _replica.Log.LogEndOffset && !Settings.IsWriteCaching)
        {
            _ = Flush();
        }

        foreach (var link in _links)
        {
            link.Kick();
        }
    }

    // One round after the other; what is appended during one shares the next.
    private async Task Flush()
    {
        _isFlushing = true;
        try
        {
            var log = _replica.Log;
            while (!IsStopped && log.FlushedOffset < log.LogEndOffset)
            {
                await log.WhenFlushed(log.LogEndOffset);
                Take(new LeaderEvent.Flushed(log.FlushedOffset, Services.Now));
            }
        }
        catch (LogFailedException error)
        {
            Fail(error);
        }
        finally
        {
            _isFlushing = false;
        }
    }

    private async Task Propose(AlterPartition proposal)
    {
        LeaderEvent answer;
        try
        {
            var reply = await Services.Controller.AlterPartition(proposal);
            answer = new LeaderEvent.ProposalAnswered(proposal, reply, Services.Now);
        }
        catch (Exception)
        {
            // Whatever kept the answer away, the proposal may be committed.
            answer = new LeaderEvent.ProposalUnanswered(proposal, Services.Now);
        }

        if (!IsStopped)
        {
            Take(answer);
            KickAll();
            _ = LookAgain();
        }
    }

    // A refused or unanswered proposal is made again after a pause, also on an idle partition.
    private async Task LookAgain()
    {
        if (_isRetryDue)
        {
            return;
        }

        _isRetryDue = true;
        await Task.Delay(Services.Options.ProposalPause, Services.Clock);
        _isRetryDue = false;
        if (!IsStopped)
        {
            Take(new LeaderEvent.Ticked(Services.Now));
        }
    }
}

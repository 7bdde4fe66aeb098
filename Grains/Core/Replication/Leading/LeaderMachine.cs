using Cloud.Core.Controller.State;
using Cloud.Protocol;

namespace Cloud.Core.Replication.Leading;

/// <summary>
/// What a leader decides in one epoch: how far records are committed, and who is in sync. Pure: facts in, effects out.
/// Owned by a partition's leader, which alone calls it; proposals are the affair of <see cref="IsrProposals"/>.
/// </summary>
internal sealed class LeaderMachine
{
    private readonly LeaderTerm _term;
    private readonly IReplicationRules _rules;
    private readonly ReplicationOptions _options;
    private readonly IsrProposals _proposals;
    private readonly List<FollowerProgress> _followers = [];
    private readonly List<BrokerId> _wanted = [];
    private readonly Func<BrokerId, BrokerEpoch> _epochOf;

    // Of all brokers, as any of them may be assigned later.
    private readonly Dictionary<BrokerId, BrokerState> _brokers = [];
    private PartitionState? _followed;
    private LeaderSettings _settings;
    private Offset _logEndOffset;
    private Offset _flushedOffset;
    private bool _wasTooSmall;

    public LeaderMachine(
        LeaderTerm term, LeaderSettings settings, ReplicationOptions options, IReplicationRules rules, Moment now)
    {
        (_term, _settings, _options, _rules) = (term, settings, options, rules);
        (_logEndOffset, _flushedOffset) = (term.EpochStartOffset, Offset.None);
        HighWatermark = term.HighWatermark;
        _proposals = new(term, options);
        _epochOf = EpochOf;
        SetFollowers(term.Granted, now);
        _wasTooSmall = IsIsrTooSmall;
    }

    public Offset HighWatermark { get; private set; }

    public IsrState Isr => _proposals.Isr;

    public PartitionState Committed => _proposals.Committed;

    public IReadOnlyList<FollowerProgress> Followers => _followers;

    /// <summary>A topic cannot ask for more replicas in sync than it has.</summary>
    public int MinInSyncReplicas => Math.Min(_settings.MinInSyncReplicas, _followers.Count + 1);

    public bool IsIsrTooSmall => Isr.Count < MinInSyncReplicas || Isr.HasElr;

    /// <summary>
    /// Every replica is in sync and has everything that counts, and no proposal is open: the passing of time alone
    /// changes nothing.
    /// </summary>
    public bool IsAtRest => !IsInProposal
        && !Committed.IsRecovering
        && _followers.TrueForAll(follower =>
            Isr.IsCommitted(follower.Broker) && CountedOffsetOf(follower) >= _logEndOffset);

    public bool IsInProposal => _proposals.IsUnderWay;

    public void Step(LeaderEvent input, List<LeaderEffect> effects)
    {
        switch (input)
        {
            case LeaderEvent.Appended appended:
                OnAppended(appended);
                break;
            case LeaderEvent.Flushed flushed:
                _flushedOffset = Offset.Max(_flushedOffset, flushed.FlushedOffset);
                break;
            case LeaderEvent.FollowerAnswered answered:
                OnAnswered(answered);
                break;
            case LeaderEvent.BrokerSeen seen:
                _brokers[seen.Broker.Id] = seen.Broker;
                OnSeen(seen.Broker);
                break;
            case LeaderEvent.StateCommitted committed:
                _proposals.Adopt(committed.State, _rules);
                break;
            case LeaderEvent.ProposalAnswered answered:
                _proposals.Answered(answered, _rules, effects);
                break;
            case LeaderEvent.ProposalUnanswered unanswered:
                _proposals.Unanswered(unanswered.Now);
                break;
            case LeaderEvent.SettingsChanged changed:
                _settings = changed.Settings;
                break;
        }

        if (!ReferenceEquals(Committed, _followed))
        {
            SetFollowers(Committed, input.Now);
        }

        AdvanceHighWatermark(input.Now, effects);
        NoteIsrSize(effects);
        Propose(input, effects);
    }

    public Offset CountedOffsetOf(FollowerProgress follower) =>
        _rules.CountedOffset(follower.MatchOffset, follower.FlushedOffset, _settings.IsWriteCaching);

    public FollowerProgress? Find(BrokerId broker) => _followers.Find(follower => follower.Broker == broker);

    private void OnAppended(LeaderEvent.Appended appended)
    {
        foreach (var follower in _followers)
        {
            // Nothing was sent while there was nothing to send: until now it has been caught up.
            if (CountedOffsetOf(follower) >= _logEndOffset)
            {
                follower.LastCaughtUp = appended.Now;
            }
        }

        Invariant.Holds(appended.LogEndOffset >= _logEndOffset);
        _logEndOffset = appended.LogEndOffset;
    }

    private void OnAnswered(LeaderEvent.FollowerAnswered answered)
    {
        var reply = answered.Reply;
        if (Find(answered.Follower) is not { } follower
            || !_rules.IsOfPresentLife(follower.KnownEpoch, reply.BrokerEpoch))
        {
            return;
        }

        if (reply.BrokerEpoch != follower.BrokerEpoch)
        {
            follower.BeginLife(reply.BrokerEpoch);
        }

        if (!answered.IsMatching)
        {
            return;
        }

        follower.Reach(reply.LogEndOffset, reply.FlushedOffset);
        var counted = CountedOffsetOf(follower);
        if (counted >= _logEndOffset)
        {
            follower.LastCaughtUp = answered.Now;
        }
        else if (counted >= answered.LeaderEndWhenAsked)
        {
            // It has what there was when it was asked; the log has grown meanwhile.
            follower.LastCaughtUp = Moment.Max(follower.LastCaughtUp, answered.Asked);
        }
    }

    private void OnSeen(BrokerState broker)
    {
        if (Find(broker.Id) is { } follower && broker.Epoch >= follower.RegisteredEpoch)
        {
            if (broker.Epoch > follower.BrokerEpoch && follower.BrokerEpoch != BrokerEpoch.None)
            {
                follower.BeginLife(broker.Epoch);
            }

            follower.RegisteredEpoch = broker.Epoch;
            follower.IsEligible = broker.Condition is BrokerConditionKind.Active;
        }
    }

    private void SetFollowers(PartitionState state, Moment now)
    {
        _followed = state;
        _followers.RemoveAll(follower => !state.Replicas.Contains(follower.Broker));
        foreach (var replica in state.Replicas)
        {
            if (replica != _term.Self && Find(replica) is null)
            {
                // A member gets the whole lag time to show up before it is dropped.
                var since = state.Isr.Contains(replica) ? now : Moment.Never;
                _followers.Add(new(replica) { LastCaughtUp = since });
                if (_brokers.TryGetValue(replica, out var broker))
                {
                    OnSeen(broker);
                }
            }
        }
    }

    private void AdvanceHighWatermark(Moment now, List<LeaderEffect> effects)
    {
        if (!_rules.MayMoveHighWatermark(Isr, MinInSyncReplicas))
        {
            return;
        }

        var smallest = _rules.CountedOffset(_logEndOffset, _flushedOffset, _settings.IsWriteCaching);
        foreach (var follower in _followers)
        {
            if (_rules.BoundsHighWatermark(Isr, follower.Broker) || IsAboutToJoin(follower, now))
            {
                smallest = Offset.Min(smallest, CountedOffsetOf(follower));
            }
        }

        var next = _rules.NextHighWatermark(HighWatermark, smallest);
        if (next != HighWatermark)
        {
            HighWatermark = next;
            effects.Add(new LeaderEffect.HighWatermarkMoved(next));
        }
    }

    // Safety does not need it. But a busy leader that is alone in sync would for ever be ahead of who keeps pace with
    // it.
    private bool IsAboutToJoin(FollowerProgress follower, Moment now) =>
        !Isr.IsCommitted(follower.Broker)
        && IsProposable(follower)
        && follower.MatchOffset >= Offset.Zero
        && !IsLagging(follower, now);

    // Of the life that is registered, which serves. The controller looks again.
    private bool IsProposable(FollowerProgress follower) =>
        follower.IsEligible
        && follower.BrokerEpoch != BrokerEpoch.None
        && _rules.IsOfPresentLife(follower.RegisteredEpoch, follower.BrokerEpoch);

    private bool IsLagging(FollowerProgress follower, Moment now) =>
        CountedOffsetOf(follower) < _logEndOffset && now.Since(follower.LastCaughtUp) > _options.LagTimeMax;

    private void NoteIsrSize(List<LeaderEffect> effects)
    {
        if (IsIsrTooSmall && !_wasTooSmall)
        {
            effects.Add(new LeaderEffect.IsrBecameTooSmall());
        }

        _wasTooSmall = IsIsrTooSmall;
    }

    private void Propose(LeaderEvent input, List<LeaderEffect> effects)
    {
        if (!_proposals.MayPropose(input.Now))
        {
            return;
        }

        // Who lags is asked only when time is told, so that a burst of late facts after a pause is heard first.
        var looksForLag = input is LeaderEvent.Ticked;
        _wanted.Clear();
        _wanted.Add(_term.Self);
        foreach (var follower in _followers)
        {
            if (Isr.IsCommitted(follower.Broker)
                ? !looksForLag || !IsLagging(follower, input.Now)
                : MayJoin(follower, input.Now))
            {
                _wanted.Add(follower.Broker);
            }
        }

        if (_proposals.TryPropose(_wanted, _epochOf, input.Now) is { } proposal)
        {
            effects.Add(new LeaderEffect.IsrProposed(proposal));
        }
    }

    // While the high watermark stands still, who has just been dropped for lagging has reached it: pace counts as well.
    private bool MayJoin(FollowerProgress follower, Moment now) =>
        IsProposable(follower)
        && follower.MatchOffset >= Offset.Zero
        && _rules.KeepsPace(
            CountedOffsetOf(follower), _logEndOffset, now.Since(follower.LastCaughtUp), _options.LagTimeMax)
        && _rules.MayJoinIsr(CountedOffsetOf(follower), HighWatermark, _term.EpochStartOffset);

    private BrokerEpoch EpochOf(BrokerId broker) =>
        broker == _term.Self ? _term.BrokerEpoch
        : Find(broker) is not { } follower ? BrokerEpoch.None
        : _rules.ProposedEpoch(follower.BrokerEpoch, follower.RegisteredEpoch);
}

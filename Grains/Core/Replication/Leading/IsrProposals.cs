using System.Collections.Immutable;
using Cloud.Core.Controller.Messages;
using Cloud.Core.Controller.State;
using Cloud.Protocol;

namespace Cloud.Core.Replication.Leading;

/// <summary>
/// The ISR of one term: what is committed, and the one change that is under way. A proposal whose outcome is not known
/// stays in the maximal ISR until the partition epoch has moved on: only then can it never be committed. Owned by its
/// <see cref="LeaderMachine"/>.
/// </summary>
internal sealed class IsrProposals(LeaderTerm term, ReplicationOptions options)
{
    private ImmutableArray<BrokerId> _proposed = [];
    private bool _isInAir;
    private bool _isInDoubt;
    private Moment _notBefore = Moment.Never;

    public PartitionState Committed { get; private set; } = term.Granted;

    public IsrState Isr => new(Committed.Isr, _proposed, !Committed.Elr.IsEmpty);

    public bool IsUnderWay => _isInAir || _isInDoubt;

    public bool MayPropose(Moment now) => !_isInAir && now >= _notBefore;

    /// <returns>Null when there is nothing to change and no doubt to clear up.</returns>
    public AlterPartition? TryPropose(
        IReadOnlyCollection<BrokerId> wanted, Func<BrokerId, BrokerEpoch> epochOf, Moment now)
    {
        // Any committed change makes an earlier proposal void. So in doubt one is made even if nothing is to change.
        var isNeeded = _isInDoubt || Committed.IsRecovering || !IsSameSet(wanted, Committed.Isr);
        return isNeeded ? Propose(wanted, epochOf, now) : null;
    }

    /// <summary>Takes over a committed state of this term; older ones change nothing.</summary>
    public void Adopt(PartitionState state, IReplicationRules rules)
    {
        if (state.LeaderEpoch == term.Epoch && rules.Supersedes(Committed, state))
        {
            // The partition epoch has moved on: whatever was proposed on the old one is committed here or void.
            Committed = state;
            _proposed = [];
            _isInDoubt = false;
        }
    }

    public void Unanswered(Moment now)
    {
        _isInAir = false;
        _isInDoubt = !_proposed.IsEmpty;
        _notBefore = now.Plus(options.ProposalPause);
    }

    public void Answered(LeaderEvent.ProposalAnswered answer, IReplicationRules rules, List<LeaderEffect> effects)
    {
        _isInAir = false;
        if (answer.Reply.Committed is { } committed)
        {
            if (committed.LeaderEpoch > term.Epoch)
            {
                effects.Add(new LeaderEffect.Deposed("the controller has granted a later epoch"));
                return;
            }

            Adopt(committed, rules);
        }

        switch (answer.Reply.Outcome)
        {
            case AlterPartitionOutcome.Committed:
                break;
            case AlterPartitionOutcome.InvalidUpdateVersion
                or AlterPartitionOutcome.IneligibleReplica
                or AlterPartitionOutcome.UnknownPartition:
                // Of a deletion metadata tells. A refusal does not end the proposal: another copy of the call, or a
                // former attempt, may still arrive and be committed.
                _isInDoubt = !_proposed.IsEmpty;
                _notBefore = answer.Now.Plus(options.ProposalPause);
                break;
            default:
                effects.Add(new LeaderEffect.Deposed($"the controller answered {answer.Reply.Outcome}"));
                break;
        }
    }

    private AlterPartition Propose(
        IReadOnlyCollection<BrokerId> wanted, Func<BrokerId, BrokerEpoch> epochOf, Moment now)
    {
        Invariant.Holds(MayPropose(now));
        _isInAir = true;
        _proposed = _isInDoubt ? [.. _proposed.Union(wanted)] : [.. wanted];
        return new(
            term.Partition,
            term.Self,
            term.BrokerEpoch,
            term.Epoch,
            Committed.PartitionEpoch,
            [.. wanted.Select(broker => new IsrMember(broker, epochOf(broker)))],
            Committed.IsRecovering);
    }

    // Asked at every event of a leader: without anything on the heap.
    private static bool IsSameSet(IReadOnlyCollection<BrokerId> left, ImmutableArray<BrokerId> right)
    {
        if (left.Count != right.Length)
        {
            return false;
        }

        foreach (var broker in right)
        {
            if (!left.Contains(broker))
            {
                return false;
            }
        }

        return true;
    }
}

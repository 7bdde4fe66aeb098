using System.Collections.Immutable;
using Cloud.Core.Controller.Elections;
using Cloud.Core.Controller.Messages;
using Cloud.Core.Controller.State;
using Cloud.Protocol;

namespace Cloud.Core.Controller.Isr;

/// <summary>Decides a leader's proposal of a new ISR (KIP-497, KIP-841, KIP-903).</summary>
internal static class IsrProposal
{
    public static ControllerDecision<AlterPartitionReply> Decide(AlterPartition proposal, DecisionDraft draft) =>
        draft.Answer(Apply(proposal, draft));

    public static ControllerDecision<ImmutableArray<AlterPartitionReply>> DecideAll(
        ImmutableArray<AlterPartition> proposals, DecisionDraft draft)
    {
        var replies = ImmutableArray.CreateBuilder<AlterPartitionReply>(proposals.Length);
        foreach (var proposal in proposals)
        {
            replies.Add(Apply(proposal, draft));
        }

        return draft.Answer(replies.MoveToImmutable());
    }

    // What the draft holds is what will be committed with it, and replies wait for that.
    private static AlterPartitionReply Apply(AlterPartition proposal, DecisionDraft draft)
    {
        var committed = draft.Find(proposal.Partition);
        if (OutcomeOf(proposal, committed, draft.Brokers) is { } outcome)
        {
            return new(outcome, committed);
        }

        var next = draft.ChangePartition(proposal.Partition.TopicId, new PartitionChange(committed!)
        {
            Isr = IsrOf(proposal),
            IsRecovering = committed!.IsRecovering && !proposal.IsRecovered,
            IsEpochDue = true,
        });
        return new(AlterPartitionOutcome.Committed, next);
    }

    /// <summary>How the proposal ends without a change; null when it is to be made.</summary>
    private static AlterPartitionOutcome? OutcomeOf(
        AlterPartition proposal, PartitionState? committed, BrokerView brokers)
    {
        // A proposer that knows more than this controller was granted it by a successor, whom it is to ask. It must not
        // be told that it was deposed.
        var registered = brokers.Find(proposal.Leader)?.Epoch ?? BrokerEpoch.None;
        if (proposal.LeaderBrokerEpoch > registered || IsLaterThan(committed, proposal))
        {
            return AlterPartitionOutcome.InvalidUpdateVersion;
        }

        if (proposal.LeaderBrokerEpoch < registered)
        {
            return AlterPartitionOutcome.StaleBrokerEpoch;
        }

        if (committed is null)
        {
            return AlterPartitionOutcome.UnknownPartition;
        }

        if (proposal.LeaderEpoch != committed.LeaderEpoch || proposal.Leader != committed.Leader)
        {
            return AlterPartitionOutcome.FencedLeaderEpoch;
        }

        if (proposal.PartitionEpoch != committed.PartitionEpoch)
        {
            return IsCommittedAlready(proposal, committed)
                ? AlterPartitionOutcome.Committed
                : AlterPartitionOutcome.InvalidUpdateVersion;
        }

        return IsEligible(proposal, committed, brokers) ? null : AlterPartitionOutcome.IneligibleReplica;
    }

    private static bool IsLaterThan(PartitionState? committed, AlterPartition proposal) => committed is not null
        && (proposal.LeaderEpoch > committed.LeaderEpoch || proposal.PartitionEpoch > committed.PartitionEpoch);

    /// <summary>The answer to the first attempt was lost.</summary>
    private static bool IsCommittedAlready(AlterPartition proposal, PartitionState committed) =>
        proposal.NewIsr.Length == committed.Isr.Length
        && committed.IsRecovering == (committed.IsRecovering && !proposal.IsRecovered)
        && committed.Isr.All(member => IsrOf(proposal).Contains(member));

    private static bool IsEligible(AlterPartition proposal, PartitionState committed, BrokerView brokers)
    {
        var isr = IsrOf(proposal);
        var isRecovering = committed.IsRecovering && !proposal.IsRecovered;
        return isr.Contains(proposal.Leader)
            && isr.Distinct().Count() == isr.Length
            && isr.All(member => committed.Replicas.Contains(member))
            && (!isRecovering || isr.Length == 1)
            && proposal.NewIsr.All(member => MayBeInSync(member, proposal.Leader, brokers));
    }

    /// <summary>
    /// A leader that shuts down, alone in its ISR, is to take others in: they can go on when it leaves.
    /// </summary>
    private static bool MayBeInSync(IsrMember member, BrokerId leader, BrokerView brokers) =>
        brokers.Find(member.Broker) is { } broker
        && broker.Epoch == member.Epoch
        && (member.Broker == leader ? brokers.IsRunning(leader) : brokers.IsActive(member.Broker));

    private static ImmutableArray<BrokerId> IsrOf(AlterPartition proposal) =>
        [.. proposal.NewIsr.Select(member => member.Broker)];
}

using Cloud.Core.Controller.Messages;
using Cloud.Core.Controller.State;
using Cloud.Core.Replication.Messages;
using Cloud.Protocol;

namespace Cloud.Core.Replication.Leading;

/// <summary>A fact that a leader takes notice of.</summary>
internal abstract record LeaderEvent(Moment Now)
{
    /// <summary>Its own log has grown.</summary>
    public sealed record Appended(Offset LogEndOffset, Moment Now) : LeaderEvent(Now);

    /// <summary>Its own log is on the device up to here.</summary>
    public sealed record Flushed(Offset FlushedOffset, Moment Now) : LeaderEvent(Now);

    /// <summary>A follower answered, in whatever life and with whatever log.</summary>
    /// <param name="IsMatching">Its log agrees with the leader's up to its end.</param>
    /// <param name="Asked">When it was asked.</param>
    /// <param name="LeaderEndWhenAsked">Where the leader's log ended then.</param>
    public sealed record FollowerAnswered(
        BrokerId Follower, ReplicaReply Reply, bool IsMatching, Moment Asked, Offset LeaderEndWhenAsked, Moment Now)
        : LeaderEvent(Now);

    /// <summary>Metadata says this of a broker.</summary>
    public sealed record BrokerSeen(BrokerState Broker, Moment Now) : LeaderEvent(Now);

    /// <summary>The controller has committed another state within this leader's epoch.</summary>
    public sealed record StateCommitted(PartitionState State, Moment Now) : LeaderEvent(Now);

    public sealed record ProposalAnswered(AlterPartition Proposal, AlterPartitionReply Reply, Moment Now)
        : LeaderEvent(Now);

    /// <summary>No answer came: the proposal may be committed, now or later.</summary>
    public sealed record ProposalUnanswered(AlterPartition Proposal, Moment Now) : LeaderEvent(Now);

    public sealed record SettingsChanged(LeaderSettings Settings, Moment Now) : LeaderEvent(Now);

    /// <summary>Time has passed: look who lags.</summary>
    public sealed record Ticked(Moment Now) : LeaderEvent(Now);
}

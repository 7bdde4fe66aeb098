using Cloud.Protocol;

namespace Cloud.Core.Replication.Leading;

/// <summary>What a leader knows of one follower's log. Written by its <see cref="LeaderMachine"/> only.</summary>
internal sealed class FollowerProgress(BrokerId broker)
{
    public BrokerId Broker => broker;

    /// <summary>Of the life that answered last.</summary>
    public BrokerEpoch BrokerEpoch { get; private set; } = BrokerEpoch.None;

    /// <summary>Of the broker's latest registration, as far as metadata tells.</summary>
    public BrokerEpoch RegisteredEpoch { get; set; } = BrokerEpoch.None;

    /// <summary>Neither fenced nor shutting down (KIP-841).</summary>
    public bool IsEligible { get; set; }

    /// <summary>Up to here its log agrees with the leader's; none before that was found out.</summary>
    public Offset MatchOffset { get; private set; } = Offset.None;

    /// <summary>As much of it as is on its device.</summary>
    public Offset FlushedOffset { get; private set; } = Offset.None;

    public Moment LastCaughtUp { get; set; } = Moment.Never;

    /// <summary>The newest life of the broker that anybody has told of.</summary>
    public BrokerEpoch KnownEpoch => BrokerEpoch > RegisteredEpoch ? BrokerEpoch : RegisteredEpoch;

    /// <summary>
    /// Another life: nothing is known of what its disk has kept, so that the former life has caught up counts no more.
    /// </summary>
    public void BeginLife(BrokerEpoch epoch)
    {
        LastCaughtUp = BrokerEpoch == BrokerEpoch.None ? LastCaughtUp : Moment.Never;
        BrokerEpoch = epoch;
        (MatchOffset, FlushedOffset) = (Offset.None, Offset.None);
    }

    public void Reach(Offset matchOffset, Offset flushedOffset) =>
        (MatchOffset, FlushedOffset) = (matchOffset, Offset.Min(flushedOffset, matchOffset));
}

namespace Cloud.Core.Controller.Messages;

/// <summary>What became of a proposal.</summary>
public enum AlterPartitionOutcome
{
    /// <summary>Committed; <see cref="AlterPartitionReply.Committed"/> is the result.</summary>
    Committed,

    /// <summary>The partition epoch was another: look at the committed state and propose anew.</summary>
    InvalidUpdateVersion,

    /// <summary>The proposer leads no more.</summary>
    FencedLeaderEpoch,

    /// <summary>The proposer's own broker epoch is of a former life.</summary>
    StaleBrokerEpoch,

    /// <summary>A proposed member is fenced, shuts down, or is of a former life.</summary>
    IneligibleReplica,

    /// <summary>No such topic or partition: deleted, or not yet known to a controller that was deposed since.</summary>
    UnknownPartition,
}

namespace Cloud.Grains.Interfaces.Controller;

/// <summary>What became of a proposal.</summary>
[GenerateSerializer]
public enum IsrVerdict
{
    Committed,

    /// <summary>The partition epoch was another.</summary>
    InvalidUpdateVersion,

    /// <summary>The proposer leads no more.</summary>
    FencedLeaderEpoch,

    /// <summary>The proposer's broker epoch is of a former life.</summary>
    StaleBrokerEpoch,

    /// <summary>A proposed member is fenced, shuts down, or is of a former life.</summary>
    IneligibleReplica,

    UnknownPartition,
}

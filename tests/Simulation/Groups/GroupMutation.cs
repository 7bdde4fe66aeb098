namespace Cloud.Simulation.Groups;

/// <summary>A rule of coordinators or of their log that is left out, to see whether that is noticed.</summary>
internal enum GroupMutation
{
    None,

    /// <summary>An append is answered when it is in the leader's log only.</summary>
    AppendsAreAnsweredBeforeTheyAreCommitted,

    /// <summary>A deposed coordinator's appends land in the log.</summary>
    DeposedCoordinatorsMayAppend,

    /// <summary>Loading ends at what is committed, and not at what an append has left in doubt.</summary>
    LoadingEndsAtTheHighWatermark,

    /// <summary>A member's epoch or generation is not looked at when it commits.</summary>
    StaleMembersMayCommit,

    /// <summary>A partition is given to its next owner before the last one has given it up.</summary>
    PartitionsAreGivenBeforeTheyAreFree,

    /// <summary>A member that acknowledges what it gave up keeps its epoch.</summary>
    RevocationKeepsTheEpoch,

    /// <summary>Nobody looks at the time: dead members stay.</summary>
    TimeDoesNotPass,
}

namespace Cloud.Client;

/// <summary>What is known of where to read a partition.</summary>
internal enum PositionPhase
{
    /// <summary>Nothing: the group is asked what it has committed.</summary>
    Unknown,

    /// <summary>It begins at an end of the partition, or at a time: the leader is asked.</summary>
    Resetting,

    /// <summary>Known: it is fetched.</summary>
    Known,
}

namespace Cloud.Client;

/// <summary>Where a member of a classic group stands.</summary>
internal enum ClassicPhase
{
    /// <summary>It wants nothing.</summary>
    Idle,

    /// <summary>It wants to join, and has to give something up before.</summary>
    Preparing,

    /// <summary>It joins: the coordinator answers when all have joined.</summary>
    Joining,

    /// <summary>It is given its part, or hands out everybody's.</summary>
    Syncing,

    /// <summary>It has its part, and may have partitions to give up or to take.</summary>
    Stable,

    /// <summary>It was taken for dead: when its partitions are given up it joins again.</summary>
    Lost,

    /// <summary>It tells that it goes, because records are not asked for.</summary>
    Expiring,

    /// <summary>It has gone. When records are asked for it gives its partitions up and joins again.</summary>
    Expired,

    /// <summary>It tells that it goes, for good.</summary>
    Leaving,

    /// <summary>It cannot be a member until it subscribes anew.</summary>
    Failed,
}

namespace Cloud.Client;

/// <summary>Where a member of a KIP-848 group stands.</summary>
internal enum MemberPhase
{
    /// <summary>It wants nothing.</summary>
    Idle,

    /// <summary>It wants to be a member and is none yet.</summary>
    Joining,

    /// <summary>It is one, and may have partitions to give up or to take.</summary>
    Member,

    /// <summary>It was one: when its partitions are given up it joins again.</summary>
    Lost,

    /// <summary>It tells that it goes, because records are not asked for; see <see cref="Expired"/>.</summary>
    Expiring,

    /// <summary>It has gone. When records are asked for it gives its partitions up and joins again.</summary>
    Expired,

    /// <summary>It tells that it goes, for good.</summary>
    Leaving,

    /// <summary>It cannot be one until it subscribes anew.</summary>
    Failed,
}

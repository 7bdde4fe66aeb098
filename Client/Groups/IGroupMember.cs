namespace Cloud.Client;

/// <summary>
/// Membership of a group, in either protocol. It talks to the coordinator by itself; what it has decided on is carried
/// out
/// by the one who consumes, between two records. Thread-safe.
/// </summary>
internal interface IGroupMember
{
    /// <summary>As who it may commit now.</summary>
    MemberIdentity Identity { get; }

    /// <summary>Why it cannot be a member until it subscribes anew; null while it can.</summary>
    ClientException? Failure { get; }

    /// <summary>Joins, or tells what it wants instead.</summary>
    void Subscribe(GroupSubscription subscription);

    /// <summary>
    /// Records are asked for: a member that had left because they were not joins again. Gives what is to be changed
    /// first; null when nothing is.
    /// </summary>
    Rebalance? Poll();

    /// <summary>It has been changed so.</summary>
    void Complete(Rebalance rebalance);

    /// <summary>Records were not asked for in time: leaves until they are.</summary>
    void Expire();

    /// <summary>Talks to the coordinator until it is cancelled.</summary>
    Task Run(CancellationToken cancellationToken);

    /// <summary>
    /// Tells the coordinator that it goes, and is no member any more. Static members keep their place.
    /// </summary>
    Task Leave(CancellationToken cancellationToken);
}

namespace Orleans.Runtime;

/// <summary>The cluster's members, now and as they change.</summary>
public interface IClusterMembershipService
{
    ClusterMembershipSnapshot CurrentSnapshot { get; }

    /// <summary>
    /// The current snapshot, then each later one; a slow reader sees the latest and misses those between.
    /// </summary>
    IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates { get; }

    ValueTask Refresh(MembershipVersion minimumVersion = default, CancellationToken cancellationToken = default);

    /// <summary>Declares a silo dead. A silo that still runs stops as soon as it learns of it.</summary>
    Task<bool> TryKill(SiloAddress siloAddress);
}

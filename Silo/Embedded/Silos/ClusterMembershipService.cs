using Cloud.Embedded.Clusters;
using Orleans.Runtime;

namespace Cloud.Embedded.Silos;

/// <summary>The cluster's membership as one silo's services see it.</summary>
internal sealed class ClusterMembershipService(EmbeddedCluster cluster) : IClusterMembershipService
{
    public ClusterMembershipSnapshot CurrentSnapshot => cluster.Membership.Current;

    public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => cluster.Membership.Follow();

    // Every silo of the process sees each version as soon as it exists.
    public ValueTask Refresh(
        MembershipVersion minimumVersion = default, CancellationToken cancellationToken = default) =>
        ValueTask.CompletedTask;

    public Task<bool> TryKill(SiloAddress siloAddress) => Task.FromResult(cluster.DeclareDead(siloAddress));
}

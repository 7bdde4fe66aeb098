using System.Diagnostics.CodeAnalysis;
using Orleans.Runtime;

namespace Cloud.Embedded.Silos;

/// <summary>The statuses of the cluster's silos as one silo's services see them.</summary>
internal sealed class SiloStatusOracle(EmbeddedSilo silo) : ISiloStatusOracle
{
    public SiloStatus CurrentStatus => silo.Status;

    public string SiloName => silo.Name;

    public SiloAddress SiloAddress => silo.Address;

    private ClusterMembershipSnapshot Members => silo.Cluster.Membership.Current;

    public SiloStatus GetApproximateSiloStatus(SiloAddress siloAddress) => Members.GetSiloStatus(siloAddress);

    public Dictionary<SiloAddress, SiloStatus> GetApproximateSiloStatuses(bool onlyActive = false) =>
        Members.Members.Values
            .Where(member => !onlyActive || member.Status == SiloStatus.Active)
            .ToDictionary(member => member.SiloAddress, member => member.Status);

    public bool TryGetSiloName(SiloAddress siloAddress, [NotNullWhen(true)] out string? siloName)
    {
        siloName = Members.Members.GetValueOrDefault(siloAddress)?.Name;
        return siloName is not null;
    }

    public bool IsDeadSilo(SiloAddress silo) => GetApproximateSiloStatus(silo) == SiloStatus.Dead;

    public bool SubscribeToSiloStatusEvents(ISiloStatusListener observer) => silo.Subscribe(observer);

    public bool UnSubscribeFromSiloStatusEvents(ISiloStatusListener observer) => silo.Unsubscribe(observer);
}

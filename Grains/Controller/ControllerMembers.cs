using Cloud.Core.Controller;
using Cloud.Core.Controller.State;
using Cloud.Grains.Brokers;

namespace Cloud.Grains.Controller;

/// <summary>Holds the brokers that the controller counts on against the silos that the membership knows.</summary>
internal static class ControllerMembers
{
    /// <summary>Brokers in service, or shutting down, whose silo is dead or not there.</summary>
    public static IReadOnlyList<BrokerState> Gone(ControllerMachine machine, ClusterMembershipSnapshot members)
    {
        var alive = members.Members.Values
            .Where(member => member.Status is not (SiloStatus.Dead or SiloStatus.None))
            .Select(member => member.Name)
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. machine.Cluster.Brokers.Values.Where(broker =>
                broker.Condition is not BrokerConditionKind.Fenced && !alive.Contains(BrokerSilos.NameOf(broker.Id))),
        ];
    }
}

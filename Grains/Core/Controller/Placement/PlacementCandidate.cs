using Cloud.Core.Controller.State;
using Cloud.Protocol;

namespace Cloud.Core.Controller.Placement;

/// <summary>A broker while replicas are placed, with what it has been given so far.</summary>
internal sealed class PlacementCandidate(BrokerState broker, int load)
{
    // Avoided tiers are used only when the better ones do not suffice.
    private const int Unreachable = 1;
    private const int Draining = 2;

    public BrokerId Id { get; } = broker.Id;

    /// <summary>Brokers without a rack share nothing: each counts as its own.</summary>
    public string Rack { get; } = broker.Rack ?? $"\0{broker.Id}";

    public bool MayLead { get; } = broker.Condition is BrokerConditionKind.Active;

    /// <summary>0 for a broker that serves; more for those to avoid.</summary>
    public int Tier { get; } = (broker.Condition is BrokerConditionKind.Active ? 0 : Unreachable)
        + (broker.IsDraining ? Draining : 0);

    /// <summary>Replicas of this topic.</summary>
    public int ReplicaCount { get; set; }

    /// <summary>Replicas of this topic that stand first.</summary>
    public int LeaderCount { get; set; }

    /// <summary>Replicas of all topics.</summary>
    public int Load { get; set; } = load;

    /// <summary>Drawn anew for each partition, so that equals take turns in ever other company.</summary>
    public int Ticket { get; set; }
}

using Cloud.Core.Controller.State;
using Cloud.Protocol;

namespace Cloud.Core.Controller.Elections;

/// <summary>The brokers as a decision sees them: those committed, with what the decision itself changes.</summary>
internal sealed class BrokerView
{
    private readonly Dictionary<BrokerId, BrokerState> _brokers;

    public BrokerView(ClusterState cluster)
    {
        _brokers = new(cluster.Brokers.Count);
        foreach (var broker in cluster.Brokers.Values)
        {
            _brokers.Add(broker.Id, broker);
        }
    }

    public BrokerState? Find(BrokerId id) => _brokers.GetValueOrDefault(id);

    /// <summary>May become leader, and count as in sync.</summary>
    public bool IsActive(BrokerId id) => Find(id)?.Condition is BrokerConditionKind.Active;

    /// <summary>Runs: is active or shuts down.</summary>
    public bool IsRunning(BrokerId id) => Find(id)?.Condition is { } condition and not BrokerConditionKind.Fenced;

    public bool IsDraining(BrokerId id) => Find(id) is { IsDraining: true };
}

using Cloud.Core.Controller;
using Cloud.Core.Controller.Configs;
using Cloud.Core.Controller.Hosting;
using Cloud.Simulation.Cluster.Brokers;
using Cloud.Simulation.Worlds;

namespace Cloud.Simulation.Cluster.Controllers;

/// <summary>One activation of the controller, on the process of some broker.</summary>
internal sealed class ControllerInstance(SimulatedCluster cluster, BrokerInstance home) : IEndpoint
{
    private ControllerHost? _host;
    private bool _isDropped;

    public BrokerInstance Home => home;

    public SimulatedProcess Process => home.Process;

    public ControllerHost Host => _host ?? throw new ControllerDeposedException("the controller is not up");

    public bool IsUp => _host is { IsDeposed: false } && !Process.IsDead && !_isDropped;

    public bool HasFailed { get; private set; }

    public async Task<bool> TakeOver()
    {
        try
        {
            _host = await ControllerHost.TakeOver(
                new StoreDoor(cluster.Store, () => cluster.IsStoreCutOffFrom(home.Process.Name)),
                SimulatedCluster.ClusterId,
                new TopicRules(home.TopicDefaults),
                new ControllerOptions(),
                machine => new MetadataPublisher(machine, new BrokerLink(cluster, home.Process), home.Clock));
            cluster.World.Note($"controller on {Process.Name}, epoch {_host.Machine.Cluster.ControllerEpoch}");
            return true;
        }
        catch (Exception failure)
        {
            cluster.World.Note($"controller on {Process.Name} does not come up: {failure.GetType().Name}");
            HasFailed = true;
            return false;
        }
    }

    /// <summary>It could not store a decision: another one has taken over, or will.</summary>
    public void Depose()
    {
        _isDropped = true;
        _host?.Dispose();
    }
}

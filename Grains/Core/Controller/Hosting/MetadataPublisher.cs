using Cloud.Core.Controller.Messages;
using Cloud.Core.Controller.State;
using Cloud.Protocol;

namespace Cloud.Core.Controller.Hosting;

/// <summary>
/// Brings every registered broker to the latest metadata: each in its own time, the next delta when the last one has
/// arrived, a snapshot where deltas are missing. Used on the controller's scheduler.
/// </summary>
public sealed class MetadataPublisher(ControllerMachine machine, IBrokerLink link, TimeProvider clock) : IDisposable
{
    // Enough for a broker that is a little behind; whoever is further behind gets a snapshot, which is not much larger.
    private const int DeltasKeptMax = 64;

    private readonly Queue<MetadataDelta> _deltas = new();
    private readonly Dictionary<BrokerId, MetadataFeed> _feeds = [];
    private ControllerHost? _host;

    public void Start(ControllerHost host)
    {
        _host = host;
        WakeAll();
    }

    public void Publish(MetadataDelta delta)
    {
        _deltas.Enqueue(delta);
        if (_deltas.Count > DeltasKeptMax)
        {
            _deltas.Dequeue();
        }

        WakeAll();
    }

    /// <summary>What a broker at <paramref name="version"/> needs next; null when it has everything.</summary>
    internal MetadataDelta? Next(long version)
    {
        if (version >= machine.Cluster.MetadataVersion)
        {
            return null;
        }

        return _deltas.FirstOrDefault(delta => delta.FromVersion == version && !delta.IsSnapshot) ?? machine.Snapshot();
    }

    /// <summary>A broker has come to a version: if it waits to be put into service, that may be now.</summary>
    internal async Task OnCaughtUp(BrokerState broker, long version)
    {
        var isWaiting = machine.Cluster.Brokers.TryGetValue(broker.Id.Value, out var current)
            && current.Epoch == broker.Epoch
            && current.Condition is BrokerConditionKind.Fenced;
        if (isWaiting && version >= broker.Epoch.Value)
        {
            await _host!.Decide(controller => controller.BrokerCaughtUp(broker.Id, broker.Epoch, version));
        }
    }

    public void Dispose()
    {
        foreach (var feed in _feeds.Values)
        {
            feed.Stop();
        }
    }

    private void WakeAll()
    {
        foreach (var broker in machine.Cluster.Brokers.Values)
        {
            if (_feeds.TryGetValue(broker.Id, out var feed) && feed.Broker.Epoch == broker.Epoch)
            {
                feed.Wake();
                continue;
            }

            feed?.Stop();
            feed = new MetadataFeed(broker, this, link, clock);
            _feeds[broker.Id] = feed;
            feed.Wake();
        }

        foreach (var gone in _feeds.Keys.Where(id => !machine.Cluster.Brokers.ContainsKey(id.Value)).ToArray())
        {
            _feeds[gone].Stop();
            _feeds.Remove(gone);
        }
    }
}

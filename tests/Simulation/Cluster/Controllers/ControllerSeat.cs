using Cloud.Core.Controller;
using Cloud.Protocol;
using Cloud.Simulation.Cluster.Brokers;

namespace Cloud.Simulation.Cluster.Controllers;

/// <summary>
/// Sees to it that some broker runs the controller, and brings the membership's verdicts to it. Two at once do no
/// harm: only one can store. One thread.
/// </summary>
internal sealed class ControllerSeat(SimulatedCluster cluster)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);
    private const int TakeOverMillisecondsMax = 3000;

    private readonly Dictionary<BrokerId, BrokerEpoch> _verdicts = [];
    private ControllerInstance? _former;
    private ControllerInstance? _next;
    private long _nextSince;

    public ControllerInstance? Current { get; private set; }

    public int TakeOverCount { get; private set; }

    /// <summary>Whom a caller finds: as long as a former one runs, it may be that one.</summary>
    public ControllerInstance? Find() =>
        _former is { IsUp: true } former && cluster.World.Chance(0.3) ? former : Current;

    public void Start() => Poll();

    /// <summary>A broker's life is over, as far as the membership can tell.</summary>
    public void Declare(BrokerId broker, BrokerEpoch epoch)
    {
        if (epoch != BrokerEpoch.None)
        {
            _verdicts[broker] = epoch;
        }
    }

    /// <summary>Another activation, beside the one that runs.</summary>
    public void ActivateAnother()
    {
        if (_next is null && Candidates() is { Count: > 0 } candidates)
        {
            TakeOverCount++;
            _nextSince = cluster.World.Milliseconds;
            _next = new(cluster, candidates[cluster.World.Random.Next(candidates.Count)]);
            _ = _next.Process.Run(_next.TakeOver);
        }
    }

    private void Poll()
    {
        Settle();
        if (Current is not { IsUp: true } || !IsReachable(Current))
        {
            ActivateAnother();
        }
        else if (_verdicts.Count > 0)
        {
            foreach (var (broker, epoch) in _verdicts.ToList())
            {
                _ = Current.Process.Run(() => Deliver(Current, broker, epoch));
            }
        }

        cluster.World.At(PollInterval, Poll);
    }

    private void Settle()
    {
        if (_next is { IsUp: true })
        {
            _former = Current;
            (Current, _next) = (_next, null);
        }
        else if (_next is { HasFailed: true } or { Process.IsDead: true }
            || cluster.World.Milliseconds - _nextSince > TakeOverMillisecondsMax)
        {
            _next = null;
        }
    }

    private async Task<bool> Deliver(ControllerInstance controller, BrokerId broker, BrokerEpoch epoch)
    {
        try
        {
            await controller.Host.Decide(machine => machine.BrokerFailed(broker, epoch));
            if (_verdicts.TryGetValue(broker, out var pending) && pending == epoch)
            {
                _verdicts.Remove(broker);
            }

            return true;
        }
        catch (Exception error) when (error is ControllerDeposedException or ObjectDisposedException)
        {
            controller.Depose();
            return false;
        }
    }

    private bool IsReachable(ControllerInstance controller) =>
        !controller.Process.IsPaused && !cluster.BrokerOf(controller.Home.Id).IsCondemned;

    private List<BrokerInstance> Candidates() =>
    [
        .. cluster.Brokers
            .Where(broker => broker.IsRunning && !broker.IsCondemned && !broker.IsShuttingDown)
            .Select(broker => broker.Current!),
    ];
}

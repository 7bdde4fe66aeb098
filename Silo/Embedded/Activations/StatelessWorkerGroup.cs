using Cloud.Embedded.Calls;
using Cloud.Embedded.Clusters;
using Cloud.Embedded.Silos;
using Orleans.Runtime;

namespace Cloud.Embedded.Activations;

/// <summary>
/// The activations of one stateless worker on one silo: as many as its calls need, up to a bound. Thread-safe.
/// </summary>
internal sealed class StatelessWorkerGroup(EmbeddedSilo silo, GrainId grainId, GrainClass grainClass, int workersMax)
    : ICallTarget
{
    private readonly Dictionary<Activation, int> _callsByWorker = [];

    public EmbeddedNode Node => silo;

    public void Receive(GrainCall call)
    {
        Activation worker;
        lock (_callsByWorker)
        {
            worker = LeastBusy();
            _callsByWorker[worker]++;
        }

        call.Target = worker;
        worker.Receive(call);
    }

    public void OnCallFailed(Exception failure) => throw RunsNothing();

    public void OnCallEnded(GrainCall call) => throw RunsNothing();

    public void Release(Activation worker)
    {
        lock (_callsByWorker)
        {
            if (_callsByWorker.TryGetValue(worker, out var calls))
            {
                _callsByWorker[worker] = calls - 1;
            }
        }
    }

    public void Remove(Activation worker)
    {
        lock (_callsByWorker)
        {
            _callsByWorker.Remove(worker);
        }
    }

    public Activation[] Workers()
    {
        lock (_callsByWorker)
        {
            return [.. _callsByWorker.Keys];
        }
    }

    private static InvalidOperationException RunsNothing() => new("Calls run in the workers.");

    private Activation LeastBusy()
    {
        Activation? best = null;
        var bestCalls = int.MaxValue;
        foreach (var (worker, calls) in _callsByWorker)
        {
            if (calls < bestCalls)
            {
                (best, bestCalls) = (worker, calls);
            }
        }

        if (best is null || (bestCalls > 0 && _callsByWorker.Count < workersMax))
        {
            best = new Activation(silo, grainId, grainClass, this);
            _callsByWorker.Add(best, 0);
        }

        return best;
    }
}

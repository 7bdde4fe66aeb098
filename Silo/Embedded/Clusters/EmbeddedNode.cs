using Cloud.Embedded.Calls;
using Orleans.Runtime;

namespace Cloud.Embedded.Clusters;

/// <summary>Whoever makes calls in a cluster: a silo or a client. Thread-safe.</summary>
internal abstract class EmbeddedNode(EmbeddedCluster cluster, SiloAddress address, TimeProvider clock) : IDisposable
{
    // Calls made while the node is paused leave it when it resumes.
    private readonly List<GrainCall> _held = [];
    private volatile NodeCondition _condition;
    private volatile bool _isLost;
    private bool _isDisposed;

    public EmbeddedCluster Cluster { get; } = cluster;

    public SiloAddress Address { get; } = address;

    public TimeProvider Clock { get; } = clock;

    public OutstandingCalls Outstanding { get; } = new(clock);

    public abstract TimeSpan ResponseTimeout { get; }

    /// <summary>What the node can do just now.</summary>
    public NodeCondition Condition => _condition;

    /// <summary>Whether it answers no call any more: it has stopped, or was declared dead.</summary>
    public bool IsLost => _isLost;

    public void Send(GrainReference target, GrainCall call)
    {
        call.Address(this, target, RequestContext.Values);
        if (!call.Method.IsOneWay)
        {
            Outstanding.Add(call);

            // A cancelled token may have failed the call before it was listed.
            if (call.IsCompleted)
            {
                Outstanding.Remove(call);
                return;
            }
        }

        if (Condition == NodeCondition.Running)
        {
            Cluster.Router.Route(this, call);
        }
        else
        {
            HoldOrFail(call);
        }
    }

    /// <summary>Does nothing unless it runs: what has stopped stays so.</summary>
    public void Pause() => TryChange(NodeCondition.Running, NodeCondition.Paused);

    /// <summary>Does nothing unless it is paused.</summary>
    public virtual void Resume()
    {
        if (!TryChange(NodeCondition.Paused, NodeCondition.Running))
        {
            return;
        }

        foreach (var call in TakeHeld())
        {
            Cluster.Router.Route(this, call);
        }
    }

    /// <summary>Nothing runs here any more, and what waits for an answer gets none.</summary>
    public void Stop()
    {
        _condition = NodeCondition.Stopped;
        _isLost = true;
        Outstanding.Fail(static _ => true, call => Stopped(call));
        TakeHeld();
    }

    public void Dispose()
    {
        // The container disposes a service once for each type that it is registered as.
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        Stop();
        Outstanding.Dispose();
        Cluster.Leave(this);
    }

    /// <summary>The others gave it up: whatever it still does, calls to it fail.</summary>
    protected void Lose() => _isLost = true;

    private bool TryChange(NodeCondition from, NodeCondition to) =>
        Interlocked.CompareExchange(ref _condition, to, from) == from;

    private static SiloUnavailableException Stopped(GrainCall call) =>
        new($"The local host is shutting down and can no longer process the request: {call}.");

    private void HoldOrFail(GrainCall call)
    {
        lock (_held)
        {
            if (_condition == NodeCondition.Paused)
            {
                _held.Add(call);
                return;
            }
        }

        if (Condition == NodeCondition.Running)
        {
            Cluster.Router.Route(this, call);
        }
        else
        {
            call.Fail(Stopped(call));
        }
    }

    private GrainCall[] TakeHeld()
    {
        lock (_held)
        {
            GrainCall[] held = [.. _held];
            _held.Clear();
            return held;
        }
    }
}

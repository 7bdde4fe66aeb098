using Cloud.Embedded.Calls;
using Orleans.Runtime;

namespace Cloud.Embedded.Clusters;

/// <summary>Whoever makes calls in a cluster: a silo or a client. Thread-safe.</summary>
internal abstract class EmbeddedNode(EmbeddedCluster cluster, SiloAddress address, TimeProvider clock) : IDisposable
{
    // Calls made while the node is paused leave it when it resumes.
    private readonly List<GrainCall> _held = [];

    public EmbeddedCluster Cluster { get; } = cluster;

    public SiloAddress Address { get; } = address;

    public TimeProvider Clock { get; } = clock;

    public OutstandingCalls Outstanding { get; } = new(clock);

    public abstract TimeSpan ResponseTimeout { get; }

    /// <summary>What the node can do just now.</summary>
    public NodeCondition Condition { get; private set; }

    public void Send(GrainId target, GrainCall call)
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

    public virtual void Pause() => Condition = NodeCondition.Paused;

    public virtual void Resume()
    {
        Condition = NodeCondition.Running;
        foreach (var call in TakeHeld())
        {
            Cluster.Router.Route(this, call);
        }
    }

    /// <summary>Nothing runs here any more, and what waits for an answer gets none.</summary>
    public virtual void Stop()
    {
        Condition = NodeCondition.Stopped;
        Outstanding.Fail(static _ => true, call => Stopped(call));
        TakeHeld();
    }

    public void Dispose()
    {
        Stop();
        Outstanding.Dispose();
        Cluster.Leave(this);
    }

    private static SiloUnavailableException Stopped(GrainCall call) =>
        new($"The local host is shutting down and can no longer process the request: {call}.");

    private void HoldOrFail(GrainCall call)
    {
        lock (_held)
        {
            if (Condition == NodeCondition.Paused)
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

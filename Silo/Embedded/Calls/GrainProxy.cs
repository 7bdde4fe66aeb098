using Cloud.Embedded.Activations;
using Cloud.Embedded.Clusters;
using Orleans.Runtime;

namespace Cloud.Embedded.Calls;

/// <summary>Base of the proxies that the code generator writes, one per grain interface.</summary>
public abstract class GrainProxy : GrainReference
{
    protected GrainProxy(GrainProxyOrigin origin)
        : base(origin.Home, origin.GrainId)
    {
    }

    private EmbeddedNode Caller => Activation.Current?.Silo ?? Home;

    protected Task<T> Send<T>(GrainCall<T> call)
    {
        call.ObserveCallerToken();
        Caller.Send(GrainId, call);
        return call.Task;
    }

    /// <summary>Sends and forgets: the outcome goes nowhere.</summary>
    protected Task SendOneWay(GrainCall<Nothing> call)
    {
        Caller.Send(GrainId, call);
        return Task.CompletedTask;
    }

    protected IAsyncEnumerable<T> Enumerate<T>(GrainMethod method, Func<object, IAsyncEnumerable<T>> source) =>
        new RemoteEnumerable<T>(() => Caller, GrainId, method, source);
}

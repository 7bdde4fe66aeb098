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

    /// <summary>Who calls: the silo of the grain whose turn this is, else whoever holds the reference.</summary>
    internal EmbeddedNode Caller => Activation.Current?.Silo ?? Home;

    protected internal Task<T> Send<T>(GrainCall<T> call)
    {
        call.ObserveCallerToken();
        Caller.Send(this, call);
        return call.Task;
    }

    /// <summary>Sends and forgets: the outcome goes nowhere.</summary>
    protected Task SendOneWay(GrainCall<Nothing> call)
    {
        Caller.Send(this, call);
        return Task.CompletedTask;
    }

    /// <summary>Enumerates what <paramref name="source"/> produces when it is given the grain and a token.</summary>
    protected IAsyncEnumerable<T> Enumerate<T>(
        GrainMethod method,
        CancellationToken callerToken,
        Func<object, CancellationToken, IAsyncEnumerable<T>> source) =>
        new RemoteEnumerable<T>(this, method, callerToken, source);
}

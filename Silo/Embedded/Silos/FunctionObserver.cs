using Orleans;

namespace Cloud.Embedded.Silos;

/// <summary>Two functions as a lifecycle observer.</summary>
internal sealed class FunctionObserver(Func<CancellationToken, Task> start, Func<CancellationToken, Task> stop)
    : ILifecycleObserver
{
    public Task OnStart(CancellationToken cancellationToken = default) => start(cancellationToken);

    public Task OnStop(CancellationToken cancellationToken = default) => stop(cancellationToken);
}

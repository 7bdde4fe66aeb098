using Cloud.Embedded.Silos;

namespace Orleans;

/// <summary>Subscribes with functions in place of an observer.</summary>
public static class LifecycleExtensions
{
    public static IDisposable Subscribe(
        this ILifecycleObservable observable,
        string observerName,
        int stage,
        Func<CancellationToken, Task> onStart,
        Func<CancellationToken, Task>? onStop) =>
        observable.Subscribe(
            observerName, stage, new FunctionObserver(onStart, onStop ?? (static _ => Task.CompletedTask)));

    public static IDisposable Subscribe(
        this ILifecycleObservable observable, string observerName, int stage, Func<CancellationToken, Task> onStart) =>
        observable.Subscribe(observerName, stage, onStart, null);
}

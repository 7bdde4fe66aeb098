namespace Orleans;

/// <summary>A lifecycle: observers start in ascending order of their stage and stop in descending order.</summary>
public interface ILifecycleObservable
{
    IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer);
}

using System.Collections.Concurrent;

namespace Cloud.Integration.Runtime;

/// <summary>
/// Lets a test and the grains it calls meet: a grain reports that it has come somewhere and waits to be let go. Named,
/// since grains are made by the runtime.
/// </summary>
internal sealed class Gate
{
    private static readonly ConcurrentDictionary<string, Gate> Gates = new();

    private readonly SemaphoreSlim _arrived = new(0);
    private readonly SemaphoreSlim _opened = new(0);

    public static Gate Named(string name) => Gates.GetOrAdd(name, static _ => new Gate());

    /// <summary>For the grain: reports its arrival and waits until the test opens the gate.</summary>
    public async Task Pass()
    {
        _arrived.Release();
        await _opened.WaitAsync();
    }

    /// <summary>For the grain: as <see cref="Pass"/>, within one turn.</summary>
    public void PassBlocking()
    {
        _arrived.Release();
        _opened.Wait();
    }

    /// <summary>For the grain: reports its arrival and goes on.</summary>
    public void Report() => _arrived.Release();

    /// <summary>For the test: returns when a grain has arrived that no earlier wait was for.</summary>
    public Task Arrival() => _arrived.WaitAsync(TimeSpan.FromSeconds(30)).ContinueWith(
        task => Assert.True(task.Result, "Nobody arrived at the gate."), TaskScheduler.Default);

    /// <summary>Whether somebody has arrived that no wait was for.</summary>
    public bool HasArrival => _arrived.CurrentCount > 0;

    /// <summary>For the test: lets one waiting grain, or the next, go.</summary>
    public void Open() => _opened.Release();
}

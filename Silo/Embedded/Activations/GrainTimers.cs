using Orleans.Runtime;

namespace Cloud.Embedded.Activations;

/// <summary>The timers of one activation. Used in its turns only.</summary>
internal sealed class GrainTimers : IDisposable
{
    private readonly List<GrainTimer> _timers = [];
    private bool _isDisposed;

    public IGrainTimer Start(
        Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        var timer = new GrainTimer(activation, callback, options, onDisposed: Forget);
        if (_isDisposed)
        {
            timer.Dispose();
        }
        else
        {
            _timers.Add(timer);
            timer.Change(options.DueTime, options.Period);
        }

        return timer;
    }

    public void Dispose()
    {
        _isDisposed = true;
        foreach (var timer in _timers.ToArray())
        {
            timer.Dispose();
        }
    }

    private void Forget(GrainTimer timer) => _timers.Remove(timer);
}

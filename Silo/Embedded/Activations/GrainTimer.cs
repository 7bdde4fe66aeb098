using Orleans.Runtime;

namespace Cloud.Embedded.Activations;

/// <summary>
/// A timer whose ticks arrive at the activation like calls. Changed in the activation's turns; the clock only queues
/// the tick.
/// </summary>
internal sealed class GrainTimer : IGrainTimer
{
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly Action<GrainTimer> _onDisposed;
    private readonly TimerCall _tick;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly ITimer _clock;
    private TimeSpan _period;
    private bool _wasChanged;
    private bool _isDisposed;

    public GrainTimer(
        Activation activation,
        Func<CancellationToken, Task> callback,
        GrainTimerCreationOptions options,
        Action<GrainTimer> onDisposed)
    {
        _activation = activation;
        _callback = callback;
        _onDisposed = onDisposed;
        _tick = new TimerCall(this, options.Interleave, options.KeepAlive);
        _clock = activation.Silo.Clock.CreateTimer(
            static state => ((GrainTimer)state!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        ThrowIfNegative(dueTime);
        ThrowIfNegative(period);
        _period = period;
        _wasChanged = true;
        Arm(dueTime);
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _clock.Dispose();
        _cancellation.Cancel();
        _onDisposed(this);
    }

    /// <summary>Runs the callback in a turn, then arms the next one: callbacks never overlap.</summary>
    internal async Task Run()
    {
        if (_isDisposed)
        {
            return;
        }

        _wasChanged = false;
        try
        {
            await _callback(_cancellation.Token);
        }
        catch (Exception exception) when (!_isDisposed)
        {
            _activation.Silo.Log.TimerFailed(exception, _activation.GrainId);
        }
        catch (OperationCanceledException)
        {
            // It was asked to end, and did.
        }

        if (!_wasChanged)
        {
            Arm(_period);
        }
    }

    private static void ThrowIfNegative(TimeSpan time)
    {
        if (time != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        }
    }

    private void Arm(TimeSpan dueTime)
    {
        if (!_isDisposed)
        {
            _clock.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    private void Tick() => _activation.Receive(_tick);
}

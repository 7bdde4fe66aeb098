using Orleans.Runtime;

namespace Cloud.Embedded.Activations;

/// <summary>
/// A timer whose ticks arrive at the activation like calls, one at a time. Changed in the activation's turns; the clock
/// only queues the tick.
/// </summary>
internal sealed class GrainTimer : IGrainTimer
{
    // What the system's clock can wait for.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly Action<GrainTimer> _onDisposed;
    private readonly TimerCall _tick;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly ITimer _clock;
    private TimeSpan _dueTime;
    private TimeSpan _period;
    private bool _wasChanged;
    private bool _isDisposed;

    // Whether a tick waits or runs. Also set by the clock.
    private bool _isTicking;

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
        ThrowIfOutOfRange(dueTime);
        ThrowIfOutOfRange(period);
        _dueTime = dueTime;
        _period = period;
        _wasChanged = true;
        if (!Volatile.Read(ref _isTicking))
        {
            Arm(dueTime);
        }
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _clock.Dispose();
        _onDisposed(this);
        try
        {
            _cancellation.Cancel();
        }
        catch (AggregateException exception)
        {
            // What the grain registered with the token failed.
            _activation.Silo.Log.TimerFailed(exception, _activation.GrainId);
        }
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
        catch (OperationCanceledException) when (_isDisposed)
        {
            // It was asked to end, and did.
        }
        catch (Exception exception)
        {
            _activation.Silo.Log.TimerFailed(exception, _activation.GrainId);
        }

        Volatile.Write(ref _isTicking, false);
        Arm(_wasChanged ? _dueTime : _period);
    }

    private static void ThrowIfOutOfRange(TimeSpan time)
    {
        if (time != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(time, LongestWait);
        }
    }

    private void Arm(TimeSpan dueTime)
    {
        if (!_isDisposed)
        {
            _clock.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    private void Tick()
    {
        // A change that met the clock's tick has armed the clock again. The tick is one object, in one queue at a time.
        if (!Interlocked.Exchange(ref _isTicking, true))
        {
            _activation.Receive(_tick);
        }
    }
}

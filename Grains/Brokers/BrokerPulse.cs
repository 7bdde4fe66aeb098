using Cloud.Core.Partitions;

namespace Cloud.Grains.Brokers;

/// <summary>
/// The time that passes for a broker: a tick every few milliseconds while requests wait, fewer while none does. Waking
/// threads is nearly all that an idle broker costs. Runs on the broker's scheduler; whoever is the first to wait speeds
/// it up from any thread.
/// </summary>
internal sealed class BrokerPulse : IDisposable
{
    private readonly TimedWaitlist _waiting;
    private readonly BrokerSettings _settings;
    private readonly PeriodicTimer _timer;

    public BrokerPulse(TimedWaitlist waiting, BrokerSettings settings, TimeProvider clock)
    {
        (_waiting, _settings, _timer) = (waiting, settings, new(settings.TickInterval, clock));
        _waiting.WaitingBegan = SpeedUp;
    }

    /// <summary>Returns when the token is cancelled.</summary>
    public async Task Run(Func<Task> tick, CancellationToken ending)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(ending))
            {
                await tick();
                SlowDownWhenIdle();
            }
        }
        catch (OperationCanceledException)
        {
            // The broker has ended.
        }
    }

    public void Dispose() => _timer.Dispose();

    private void SlowDownWhenIdle()
    {
        if (_waiting.Count > 0 || _timer.Period == _settings.IdleTickInterval)
        {
            return;
        }

        _timer.Period = _settings.IdleTickInterval;
        if (_waiting.Count > 0)
        {
            // Who came between the two was overruled.
            SpeedUp();
        }
    }

    private void SpeedUp()
    {
        try
        {
            _timer.Period = _settings.TickInterval;
        }
        catch (ObjectDisposedException)
        {
            // The broker has ended, and who waits with it.
        }
    }
}

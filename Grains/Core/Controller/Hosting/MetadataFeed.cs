using Cloud.Core.Controller.State;

namespace Cloud.Core.Controller.Hosting;

/// <summary>
/// Tells one life of one broker what changes, one delta in flight, again until it has arrived. A broker that is gone is
/// tried for ever, ever more rarely, until a later life or its removal ends the feed. Used on the controller's
/// scheduler.
/// </summary>
internal sealed class MetadataFeed(
    BrokerState broker, MetadataPublisher publisher, IBrokerLink link, TimeProvider clock)
{
    private static readonly TimeSpan BackoffMin = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BackoffMax = TimeSpan.FromSeconds(5);

    // A new life of a broker has no metadata.
    private long _version;
    private bool _isRunning;
    private bool _isStopped;

    public BrokerState Broker => broker;

    public void Wake()
    {
        if (!_isRunning && !_isStopped)
        {
            _isRunning = true;
            _ = Run();
        }
    }

    public void Stop() => _isStopped = true;

    private async Task Run()
    {
        var backoff = BackoffMin;
        while (!_isStopped && publisher.Next(_version) is { } delta)
        {
            try
            {
                _version = await link.Apply(broker.Id, broker.Epoch, delta);
                backoff = BackoffMin;
                await publisher.OnCaughtUp(broker, _version);
            }
            catch (ControllerDeposedException)
            {
                _isStopped = true;
            }
            catch (Exception)
            {
                // Unreachable, or it did not answer in time: what it has is unknown, and applying twice does no harm.
                await Task.Delay(backoff, clock);
                backoff = TimeSpan.FromTicks(Math.Min(backoff.Ticks * 2, BackoffMax.Ticks));
            }
        }

        _isRunning = false;
    }
}

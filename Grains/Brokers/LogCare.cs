using Cloud.Core.Partitions.Broker;

namespace Cloud.Grains.Brokers;

/// <summary>
/// The slow work on a broker's logs, beside everything else: compaction, and reading sealed segments again to find
/// bytes that have rotted. One in each broker; started and stopped once.
/// </summary>
internal sealed class LogCare(BrokerReplicas replicas, BrokerSettings settings, TimeProvider clock, BrokerLog log)
{
    private readonly CancellationTokenSource _ending = new();
    private Task _loops = Task.CompletedTask;

    public void Start() => _loops = Task.WhenAll(
        Repeat("Compaction", Compact), Repeat("Scrubbing", Scrub));

    public async Task Stop()
    {
        await _ending.CancelAsync();
        await _loops;
    }

    // Not at once: a start has other work to do.
    private async Task Repeat(string what, Func<Task<TimeSpan>> work)
    {
        var pause = settings.Broker.Maintenance.InitialDelay;
        while (true)
        {
            try
            {
                await Task.Delay(pause, clock, _ending.Token);
                pause = await work();
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception error)
            {
                log.CareFailed(error, what);
                pause = settings.Broker.Maintenance.InitialDelay;
            }
        }
    }

    private async Task<TimeSpan> Compact()
    {
        var round = await replicas.RunCompaction(_ending.Token);
        return round.Outcomes.Count > 0 ? TimeSpan.Zero : settings.Broker.Maintenance.CompactionBackoff;
    }

    private async Task<TimeSpan> Scrub()
    {
        var outcome = await replicas.Scrub(settings.ScrubBytesPerSecond);
        return outcome.IsRoundComplete ? settings.ScrubPause : TimeSpan.FromSeconds(1);
    }
}

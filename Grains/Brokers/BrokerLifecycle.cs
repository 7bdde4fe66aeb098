using Cloud.Grains.Controller;

namespace Cloud.Grains.Brokers;

/// <summary>
/// Ties the broker to its silo: it joins when the silo is an active member, and leaves while its grains still answer.
/// </summary>
internal sealed class BrokerLifecycle(BrokerRuntime broker, MembershipWatch watch)
    : ILifecycleParticipant<ISiloLifecycle>
{
    // After Orleans' own last stage: grains can be called from the start on, and until the end.
    private const int Stage = ServiceLifecycleStage.Active + 1000;

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(BrokerLifecycle), Stage, Start, Stop);

    private async Task Start(CancellationToken cancellation)
    {
        watch.Start();
        await broker.Start(cancellation);
    }

    private async Task Stop(CancellationToken cancellation)
    {
        // A silo that is told to stop without any time is killed.
        await (cancellation.IsCancellationRequested
            ? broker.DisposeAsync().AsTask()
            : broker.Shutdown(cancellation));
        await watch.Stop();
    }
}

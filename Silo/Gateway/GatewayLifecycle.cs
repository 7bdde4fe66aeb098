namespace Cloud.Gateway;

/// <summary>
/// Ties the listeners to the silo: they open when the broker is in service, and close when it has handed its
/// leaderships over, so that clients learn from it where to go.
/// </summary>
internal sealed class GatewayLifecycle(KafkaGateway gateway) : ILifecycleParticipant<ISiloLifecycle>
{
    // The broker comes between them, at 1000.
    private const int StartStage = ServiceLifecycleStage.Active + 2000;
    private const int StopStage = ServiceLifecycleStage.Active + 500;

    public void Participate(ISiloLifecycle lifecycle)
    {
        lifecycle.Subscribe(nameof(GatewayLifecycle), StartStage, Start);
        lifecycle.Subscribe(nameof(GatewayLifecycle), StopStage, static _ => Task.CompletedTask, Stop);
    }

    private Task Start(CancellationToken cancellation)
    {
        gateway.Start();
        return Task.CompletedTask;
    }

    private Task Stop(CancellationToken cancellation) => gateway.Stop();
}

using Cloud.Embedded.Activations;
using Cloud.Embedded.Clusters;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Runtime;

namespace Cloud.Embedded.Silos;

/// <summary>Starts and stops a silo with its host.</summary>
internal sealed class SiloHostedService(
    EmbeddedSilo silo,
    SiloLifecycle lifecycle,
    ActivationCollector collector,
    IEnumerable<ILifecycleParticipant<ISiloLifecycle>> participants) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var participant in participants)
        {
            participant.Participate(lifecycle);
        }

        lifecycle.Subscribe(nameof(SiloHostedService), ServiceLifecycleStage.RuntimeInitialize, Join, Leave);
        lifecycle.Subscribe(nameof(SiloHostedService), ServiceLifecycleStage.BecomeActive, BecomeActive, ShutDown);
        try
        {
            await lifecycle.Start(cancellationToken);
        }
        catch
        {
            await lifecycle.Stop(new CancellationToken(canceled: true));
            throw;
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        silo.Resume();

        // What was killed or declared dead has stopped already: no hook of its grains and services runs.
        if (silo.Condition == NodeCondition.Stopped)
        {
            collector.Dispose();
            return;
        }

        await lifecycle.Stop(cancellationToken);
    }

    private Task Join(CancellationToken cancellationToken)
    {
        // A silo of the same address that is still listed is our former life.
        foreach (var member in silo.Cluster.Membership.Current.Members.Values)
        {
            if (silo.Address.IsSuccessorOf(member.SiloAddress))
            {
                silo.Cluster.DeclareDead(member.SiloAddress);
            }
        }

        silo.Cluster.Membership.Add(silo.Address, silo.Name);
        return Task.CompletedTask;
    }

    private Task BecomeActive(CancellationToken cancellationToken)
    {
        silo.Cluster.Membership.Update(silo.Address, SiloStatus.Active);
        silo.Log.Active(silo.Name, silo.Address);
        return Task.CompletedTask;
    }

    private async Task ShutDown(CancellationToken cancellationToken)
    {
        collector.Dispose();
        var isGraceful = !cancellationToken.IsCancellationRequested;
        silo.Cluster.Membership.Update(silo.Address, isGraceful ? SiloStatus.ShuttingDown : SiloStatus.Stopping);
        if (!isGraceful)
        {
            return;
        }

        try
        {
            await silo.DeactivateAll(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            silo.Log.StoppedEarly(silo.Address);
        }
    }

    private Task Leave(CancellationToken cancellationToken)
    {
        silo.Stop();
        silo.Cluster.DeclareDead(silo.Address);
        return Task.CompletedTask;
    }
}

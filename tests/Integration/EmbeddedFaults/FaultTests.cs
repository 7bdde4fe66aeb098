using Cloud.Integration.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static Cloud.Integration.EmbeddedFaults.FaultyCluster;

namespace Cloud.Integration.EmbeddedFaults;

public sealed class FaultTests
{
    [Fact]
    public async Task Paused_silo_answers_when_it_resumes()
    {
        await using var cluster = await StartSlowToSuspect();
        var faults = Faults(cluster);
        var grain = cluster.Client.GetGrain<INamedSiloGrain>(cluster.Silos[1].Name);
        await grain.Silo();

        faults.Pause(cluster.Silos[1].SiloAddress);
        var call = grain.Silo();
        var other = await cluster.Client.GetGrain<INamedSiloGrain>(cluster.Silos[0].Name).Silo();
        Assert.False(call.IsCompleted);
        faults.Resume(cluster.Silos[1].SiloAddress);

        Assert.Equal(cluster.Silos[0].Name, other);
        Assert.Equal(cluster.Silos[1].Name, await call);
    }

    [Fact]
    public async Task Calls_of_a_paused_silo_leave_it_when_it_resumes()
    {
        await using var cluster = await StartSlowToSuspect();
        var faults = Faults(cluster);
        faults.Pause(cluster.Silos[1].SiloAddress);

        var factory = cluster.Silos[1].ServiceProvider.GetRequiredService<IGrainFactory>();
        var call = factory.GetGrain<INamedSiloGrain>(cluster.Silos[0].Name).Silo();
        Assert.False(call.IsCompleted);
        faults.Resume(cluster.Silos[1].SiloAddress);

        Assert.Equal(cluster.Silos[0].Name, await call);
    }

    [Fact]
    public async Task Silo_that_is_paused_too_long_is_declared_dead_and_stops_when_it_resumes()
    {
        await using var cluster = await StartQuickToSuspect(silos: 3);
        var paused = cluster.Silos[2];
        var key = await FindGrainOn(cluster, paused.Name);
        var lifetime = paused.ServiceProvider.GetRequiredService<IHostApplicationLifetime>();
        var stopping = new TaskCompletionSource();
        lifetime.ApplicationStopping.Register(stopping.SetResult);

        Faults(cluster).Pause(paused.SiloAddress);
        await UntilDead(cluster.Silos[0], paused.SiloAddress);
        var home = await cluster.Client.GetGrain<IWhereGrain>(key).Silo();

        Assert.NotEqual(paused.Name, home);
        Faults(cluster).Resume(paused.SiloAddress);
        await stopping.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Killed_silo_is_declared_dead_by_the_others_and_calls_to_it_fail_meanwhile()
    {
        await using var cluster = await StartQuickToSuspect(silos: 3);
        var killed = cluster.Silos[2];
        var key = await FindGrainOn(cluster, killed.Name);

        Faults(cluster).Kill(killed.SiloAddress);
        await Assert.ThrowsAsync<SiloUnavailableException>(() => cluster.Client.GetGrain<IWhereGrain>(key).Silo());
        await UntilDead(cluster.Silos[0], killed.SiloAddress);

        Assert.NotEqual(killed.Name, await cluster.Client.GetGrain<IWhereGrain>(key).Silo());
    }

    [Fact]
    public async Task Killed_silo_runs_no_hook_and_no_further_turn()
    {
        await using var cluster = await StartQuickToSuspect(silos: 2);
        var gate = Guid.NewGuid().ToString("N");
        var call = cluster.Client.GetGrain<INamedSiloGrain>(cluster.Silos[1].Name).Pass(gate);
        await Gate.Named(gate).Arrival();

        Faults(cluster).Kill(cluster.Silos[1].SiloAddress);
        Gate.Named(gate).Open();

        await Assert.ThrowsAsync<SiloUnavailableException>(() => call);
    }

    [Fact]
    public async Task Cut_link_loses_calls_until_it_heals()
    {
        await using var cluster = await StartSlowToSuspect();
        var faults = Faults(cluster);
        var (one, other) = (cluster.Silos[0], cluster.Silos[1]);
        var grain = one.ServiceProvider.GetRequiredService<IGrainFactory>().GetGrain<INamedSiloGrain>(other.Name);
        await grain.Silo();

        faults.CutLink(one.SiloAddress, other.SiloAddress);
        await Assert.ThrowsAsync<TimeoutException>(grain.SiloSoon);
        faults.HealLink(one.SiloAddress, other.SiloAddress);

        Assert.Equal(other.Name, await grain.Silo());
    }

    [Fact]
    public async Task Delayed_link_still_delivers()
    {
        await using var cluster = await StartSlowToSuspect();
        var (one, other) = (cluster.Silos[0], cluster.Silos[1]);
        Faults(cluster).DelayLink(one.SiloAddress, other.SiloAddress, TimeSpan.FromMilliseconds(20));

        var factory = one.ServiceProvider.GetRequiredService<IGrainFactory>();

        Assert.Equal(other.Name, await factory.GetGrain<INamedSiloGrain>(other.Name).Silo());
    }

    [Fact]
    public async Task Silo_that_the_others_cannot_reach_is_declared_dead_and_they_are_not()
    {
        await using var cluster = await StartQuickToSuspect(silos: 3);
        var isolated = cluster.Silos[0];
        var faults = Faults(cluster);

        faults.CutLink(isolated.SiloAddress, cluster.Silos[1].SiloAddress);
        faults.CutLink(isolated.SiloAddress, cluster.Silos[2].SiloAddress);
        await UntilDead(cluster.Silos[1], isolated.SiloAddress);

        var members = cluster.Silos[1].ServiceProvider.GetRequiredService<ISiloStatusOracle>();
        Assert.Equal(SiloStatus.Active, members.GetApproximateSiloStatus(cluster.Silos[1].SiloAddress));
        Assert.Equal(SiloStatus.Active, members.GetApproximateSiloStatus(cluster.Silos[2].SiloAddress));
    }

    [Fact]
    public async Task Address_of_no_silo_is_refused()
    {
        await using var cluster = await StartSlowToSuspect();

        Assert.Throws<ArgumentException>(
            () => Faults(cluster).Kill(SiloAddress.New(System.Net.IPAddress.Loopback, 1, 1)));
    }
}

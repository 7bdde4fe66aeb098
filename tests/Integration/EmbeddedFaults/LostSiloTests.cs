using Cloud.Integration.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static Cloud.Integration.EmbeddedFaults.FaultyCluster;

namespace Cloud.Integration.EmbeddedFaults;

/// <summary>What a silo that is gone may not do any more, and what the others must notice.</summary>
public sealed class LostSiloTests
{
    [Fact]
    public async Task Killed_silo_stays_dead_when_it_is_paused_and_resumed()
    {
        await using var cluster = await StartSlowToSuspect();
        var (faults, killed) = (Faults(cluster), cluster.Silos[1]);
        var grain = cluster.Client.GetGrain<INamedSiloGrain>(killed.Name);
        await grain.Silo();

        faults.Kill(killed.SiloAddress);
        faults.Pause(killed.SiloAddress);
        faults.Resume(killed.SiloAddress);

        await Assert.ThrowsAsync<SiloUnavailableException>(grain.Silo);
    }

    [Fact]
    public async Task Killed_silo_does_not_answer_even_from_the_turn_that_ran()
    {
        await using var cluster = await StartQuickToSuspect(silos: 2);
        var gate = Guid.NewGuid().ToString("N");
        var call = cluster.Client.GetGrain<INamedSiloGrain>(cluster.Silos[1].Name).PassBlocking(gate);
        await Gate.Named(gate).Arrival();

        Faults(cluster).Kill(cluster.Silos[1].SiloAddress);
        Gate.Named(gate).Open();

        await Assert.ThrowsAsync<SiloUnavailableException>(() => call);
    }

    [Fact]
    public async Task Call_that_a_cut_link_lost_fails_when_its_silo_is_declared_dead()
    {
        await using var cluster = await StartQuickToSuspect(silos: 3);
        var (faults, lost) = (Faults(cluster), cluster.Silos[2]);
        var factory = cluster.Silos[0].ServiceProvider.GetRequiredService<IGrainFactory>();
        faults.CutLink(cluster.Silos[0].SiloAddress, lost.SiloAddress);
        var call = factory.GetGrain<INamedSiloGrain>(lost.Name).Silo();
        Assert.False(call.IsCompleted);

        faults.CutLink(cluster.Silos[1].SiloAddress, lost.SiloAddress);

        await Assert.ThrowsAsync<SiloUnavailableException>(() => call);
    }

    [Fact]
    public async Task Silo_stops_in_peace_although_the_first_call_to_a_grain_of_it_was_lost()
    {
        await using var cluster = await StartSlowToSuspect(
            silo => silo.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromHours(1)));
        var factory = cluster.Silos[0].ServiceProvider.GetRequiredService<IGrainFactory>();
        var stopping = cluster.Silos[1];
        Faults(cluster).CutLink(cluster.Silos[0].SiloAddress, stopping.SiloAddress);
        await Assert.ThrowsAsync<TimeoutException>(factory.GetGrain<INamedSiloGrain>(stopping.Name).SiloSoon);

        await cluster.StopSiloAsync(stopping).WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Silo_that_died_while_nobody_could_notice_is_declared_dead_by_who_comes_back()
    {
        await using var cluster = await StartQuickToSuspect(silos: 2);
        var (faults, witness, killed) = (Faults(cluster), cluster.Silos[0], cluster.Silos[1]);
        var grain = cluster.Client.GetGrain<INamedSiloGrain>(witness.Name);

        faults.Kill(killed.SiloAddress);
        faults.Pause(witness.SiloAddress);

        // Several probes have had their time when this has.
        await Assert.ThrowsAsync<TimeoutException>(grain.SiloSoon);
        faults.Resume(witness.SiloAddress);

        await UntilDead(witness, killed.SiloAddress);
    }

    [Fact]
    public async Task Silo_whose_host_is_disposed_without_a_stop_is_declared_dead()
    {
        await using var cluster = await StartQuickToSuspect(silos: 3);
        var disposed = cluster.Silos[2];
        var key = await FindGrainOn(cluster, disposed.Name);

        disposed.SiloHost.Dispose();
        await UntilDead(cluster.Silos[0], disposed.SiloAddress);

        Assert.NotEqual(disposed.Name, await cluster.Client.GetGrain<IWhereGrain>(key).Silo());
    }
}

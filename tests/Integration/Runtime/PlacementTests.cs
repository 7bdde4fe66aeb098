using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Placement;
using Orleans.Runtime.Placement;
using Orleans.TestingHost;

namespace Cloud.Integration.Runtime;

public interface IWhereGrain : IGrainWithStringKey
{
    Task<string> Silo();

    Task<string> SiloOfLocal(string key);
}

public interface ILocalGrain : IGrainWithStringKey
{
    Task<string> Silo();
}

public interface INamedSiloGrain : IGrainWithStringKey
{
    Task<string> Silo();

    [ResponseTimeout("00:00:00.500")]
    Task<string> SiloSoon();

    Task Pass(string gate);

    Task<string> PassBlocking(string gate);
}

public interface IWorkerGrain : IGrainWithIntegerKey
{
    Task<string> Work(string gate);
}

public sealed class WhereGrain(ILocalSiloDetails silo) : Grain, IWhereGrain
{
    public Task<string> Silo() => Task.FromResult(silo.Name);

    public Task<string> SiloOfLocal(string key) => GrainFactory.GetGrain<ILocalGrain>(key).Silo();
}

[PreferLocalPlacement]
public sealed class LocalGrain(ILocalSiloDetails silo) : Grain, ILocalGrain
{
    public Task<string> Silo() => Task.FromResult(silo.Name);
}

[NamedSiloPlacement]
public sealed class NamedSiloGrain(ILocalSiloDetails silo) : Grain, INamedSiloGrain
{
    public Task<string> Silo() => Task.FromResult(silo.Name);

    public Task<string> SiloSoon() => Silo();

    public Task Pass(string gate) => Gate.Named(gate).Pass();

    public Task<string> PassBlocking(string gate)
    {
        Gate.Named(gate).PassBlocking();
        return Silo();
    }
}

[StatelessWorker(maxLocalWorkers: 4)]
public sealed class WorkerGrain : Grain, IWorkerGrain
{
    private readonly string _id = Guid.NewGuid().ToString("N");

    public async Task<string> Work(string gate)
    {
        await Gate.Named(gate).Pass();
        return _id;
    }
}

[GenerateSerializer, Immutable, Alias("Cloud.Integration.NamedSiloPlacement")]
public sealed class NamedSiloPlacement : PlacementStrategy
{
}

[AttributeUsage(AttributeTargets.Class)]
public sealed class NamedSiloPlacementAttribute() : PlacementAttribute(new NamedSiloPlacement());

/// <summary>Places a grain on the silo that its key names.</summary>
public sealed class NamedSiloDirector(IClusterMembershipService membership) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(
        PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var name = target.GrainIdentity.Key.ToString();
        var member = membership.CurrentSnapshot.Members.Values.FirstOrDefault(
            member => member.Name == name && member.Status == SiloStatus.Active);
        return Task.FromResult(member?.SiloAddress ?? throw new SiloUnavailableException($"No silo {name}."));
    }
}

public sealed class PlacementTests
{
    [Fact]
    public async Task Grain_is_at_one_place_whoever_calls_it()
    {
        await using var cluster = await RunningCluster.Start(silos: 3);
        var seen = new HashSet<string>();

        foreach (var silo in cluster.Silos)
        {
            var factory = silo.ServiceProvider.GetRequiredService<IGrainFactory>();
            seen.Add(await factory.GetGrain<IWhereGrain>("one").Silo());
        }

        Assert.Single(seen);
    }

    [Fact]
    public async Task Grains_spread_over_the_silos()
    {
        await using var cluster = await RunningCluster.Start(silos: 2);
        var seen = new HashSet<string>();

        for (var index = 0; index < 200; index++)
        {
            seen.Add(await cluster.Client.GetGrain<IWhereGrain>($"grain {index}").Silo());
        }

        Assert.Equal(2, seen.Count);
    }

    [Fact]
    public async Task Grain_that_prefers_local_is_where_its_first_caller_is()
    {
        await using var cluster = await RunningCluster.Start(silos: 3);

        for (var index = 0; index < 20; index++)
        {
            var caller = cluster.Client.GetGrain<IWhereGrain>($"caller {index}");
            Assert.Equal(await caller.Silo(), await caller.SiloOfLocal($"local {index}"));
        }
    }

    [Fact]
    public async Task Director_of_our_own_decides()
    {
        await using var cluster = await StartWithDirector();

        foreach (var silo in cluster.Silos)
        {
            Assert.Equal(silo.Name, await cluster.Client.GetGrain<INamedSiloGrain>(silo.Name).Silo());
        }
    }

    [Fact]
    public async Task What_a_director_throws_reaches_the_caller()
    {
        await using var cluster = await StartWithDirector();

        await Assert.ThrowsAnyAsync<OrleansException>(
            () => cluster.Client.GetGrain<INamedSiloGrain>("nowhere").Silo());
    }

    [Fact]
    public async Task Stateless_worker_has_as_many_activations_as_calls_need()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);
        var gate = Guid.NewGuid().ToString("N");
        var factory = cluster.Silos[0].ServiceProvider.GetRequiredService<IGrainFactory>();

        var calls = Enumerable.Range(0, 3).Select(_ => factory.GetGrain<IWorkerGrain>(0).Work(gate)).ToArray();
        foreach (var _ in calls)
        {
            await Gate.Named(gate).Arrival();
        }

        foreach (var _ in calls)
        {
            Gate.Named(gate).Open();
        }

        Assert.Equal(3, (await Task.WhenAll(calls)).Distinct().Count());
    }

    private static Task<InProcessTestCluster> StartWithDirector() => RunningCluster.Start(
        silos: 3, silo => silo.AddPlacementDirector<NamedSiloPlacement, NamedSiloDirector>());
}

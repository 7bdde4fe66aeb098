using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.Placement;
using Microsoft.Extensions.DependencyInjection;

namespace Cloud.Integration.Runtime;

public interface IRenamedGrain : IGrainWithStringKey
{
    Task<string> Id();
}

public interface IAgeGrain : IGrainWithStringKey
{
    Task<int> Count();
}

public interface IKeptGrain : IAgeGrain
{
}

public interface IAgedGrain : IAgeGrain
{
}

public interface IHashPlacedGrain : IGrainWithStringKey
{
    Task<string> Silo();
}

public interface ITickingWorkerGrain : IGrainWithIntegerKey
{
    Task<string> Work(string gate);
}

[GrainType("another-name")]
public sealed class RenamedGrain : Grain, IRenamedGrain
{
    public Task<string> Id() => Task.FromResult(this.GetGrainId().ToString());
}

public abstract class AgeGrain : Grain, IAgeGrain
{
    private int _calls;

    public Task<int> Count() => Task.FromResult(++_calls);

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Gate.Named($"{this.GetPrimaryKeyString()} deactivated {reason.ReasonCode}").Report();
        return Task.CompletedTask;
    }
}

[KeepAlive]
public sealed class KeptGrain : AgeGrain, IKeptGrain
{
}

// The shortest that the attribute takes is a minute: longer than this grain's test.
[CollectionAgeLimit(Minutes = 10)]
public sealed class AgedGrain : AgeGrain, IAgedGrain
{
}

[HashBasedPlacement]
public sealed class HashPlacedGrain(ILocalSiloDetails silo) : Grain, IHashPlacedGrain
{
    public Task<string> Silo() => Task.FromResult(silo.Name);
}

[StatelessWorker(maxLocalWorkers: 4)]
public sealed class TickingWorkerGrain : Grain, ITickingWorkerGrain
{
    private readonly string _id = Guid.NewGuid().ToString("N");

    public async Task<string> Work(string gate)
    {
        this.RegisterGrainTimer(
            () =>
            {
                Gate.Named($"{gate} tick").Report();
                return Task.CompletedTask;
            },
            new(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1)) { Interleave = true });
        await Gate.Named(gate).Pass();
        return _id;
    }
}

public sealed class GrainAttributeTests
{
    [Fact]
    public async Task Grain_type_attribute_names_the_grain()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);

        Assert.Equal("another-name/k", await cluster.Client.GetGrain<IRenamedGrain>("k").Id());
    }

    [Fact]
    public async Task Grain_that_is_kept_alive_or_has_a_longer_age_limit_is_not_collected()
    {
        await using var cluster = await RunningCluster.Start(silos: 1, silo =>
            silo.Configure<GrainCollectionOptions>(options =>
            {
                options.CollectionQuantum = TimeSpan.FromMilliseconds(200);
                options.CollectionAge = TimeSpan.FromMilliseconds(400);
            }));
        var kept = cluster.Client.GetGrain<IKeptGrain>(Guid.NewGuid().ToString("N"));
        var aged = cluster.Client.GetGrain<IAgedGrain>(Guid.NewGuid().ToString("N"));
        await Task.WhenAll(kept.Count(), aged.Count());

        var idle = Guid.NewGuid().ToString("N");
        await cluster.Client.GetGrain<ILifeGrain>(idle).Incarnation();
        await Gate.Named($"{idle} deactivated {DeactivationReasonCode.ActivationIdle}").Arrival();

        Assert.Equal(2, await kept.Count());
        Assert.Equal(2, await aged.Count());
    }

    [Fact]
    public async Task Grain_placed_by_hash_is_placed_alike_whoever_calls_first()
    {
        await using var cluster = await RunningCluster.Start(silos: 3);
        var factories = cluster.Silos
            .Select(silo => silo.ServiceProvider.GetRequiredService<IGrainFactory>())
            .ToArray();
        var seen = new HashSet<string>();

        for (var index = 0; index < 60; index++)
        {
            seen.Add(await factories[index % 3].GetGrain<IHashPlacedGrain>($"grain {index}").Silo());
        }

        Assert.Equal(3, seen.Count);
    }

    [Fact]
    public async Task Stateless_worker_with_a_timer_still_has_as_many_activations_as_calls_need()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);
        var gate = Guid.NewGuid().ToString("N");
        var grains = cluster.Silos[0].ServiceProvider.GetRequiredService<IGrainFactory>();
        var worker = grains.GetGrain<ITickingWorkerGrain>(0);
        var first = worker.Work(gate);
        await Gate.Named(gate).Arrival();
        await Gate.Named($"{gate} tick").Arrival();
        await Gate.Named($"{gate} tick").Arrival();

        var second = worker.Work(gate);
        await Gate.Named(gate).Arrival();

        Gate.Named(gate).Open();
        Gate.Named(gate).Open();
        Assert.NotEqual(await first, await second);
    }
}

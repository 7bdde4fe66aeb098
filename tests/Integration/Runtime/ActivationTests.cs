using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace Cloud.Integration.Runtime;

public interface ILifeGrain : IGrainWithStringKey
{
    Task<string> Incarnation();

    Task DeactivateSoon();

    Task<int> KeepAndCount();
}

public interface IFailingActivationGrain : IGrainWithStringKey
{
    Task<string> Hello();
}

public interface IInjectedGrain : IGrainWithStringKey
{
    Task<string> Services();
}

public sealed class LifeGrain : Grain, ILifeGrain
{
    private readonly string _incarnation = Guid.NewGuid().ToString("N");
    private int _calls;

    private Gate Activated => Gate.Named($"{this.GetPrimaryKeyString()} activated");

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Activated.Report();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Gate.Named($"{this.GetPrimaryKeyString()} deactivated {reason.ReasonCode}").Report();
        return Task.CompletedTask;
    }

    public Task<string> Incarnation() => Task.FromResult(_incarnation);

    public Task DeactivateSoon()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task<int> KeepAndCount()
    {
        DelayDeactivation(TimeSpan.FromHours(1));
        return Task.FromResult(++_calls);
    }
}

public sealed class FailingActivationGrain : Grain, IFailingActivationGrain
{
    private static readonly HashSet<string> Tried = [];

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        lock (Tried)
        {
            return Tried.Add(this.GetPrimaryKeyString())
                ? throw new InvalidOperationException("The first activation fails.")
                : Task.CompletedTask;
        }
    }

    public Task<string> Hello() => Task.FromResult("hello");
}

public sealed class InjectedGrain(
    InjectedGrain.Singleton singleton,
    [FromKeyedServices("blue")] InjectedGrain.Keyed keyed,
    InjectedGrain.Scoped scoped,
    InjectedGrain.Scoped sameScoped) : Grain, IInjectedGrain
{
    public Task<string> Services() =>
        Task.FromResult($"{singleton.Name} {keyed.Name} {ReferenceEquals(scoped, sameScoped)}");

    public sealed record Singleton(string Name);

    public sealed record Keyed(string Name);

    public sealed class Scoped;
}

public sealed class ActivationTests
{
    [Fact]
    public async Task Grain_that_deactivates_itself_runs_its_hooks_and_lives_again()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);
        var key = Guid.NewGuid().ToString("N");
        var grain = cluster.Client.GetGrain<ILifeGrain>(key);
        var first = await grain.Incarnation();
        await Gate.Named($"{key} activated").Arrival();

        await grain.DeactivateSoon();
        await Gate.Named($"{key} deactivated {DeactivationReasonCode.ApplicationRequested}").Arrival();
        var second = await grain.Incarnation();

        Assert.NotEqual(first, second);
        await Gate.Named($"{key} activated").Arrival();
    }

    [Fact]
    public async Task Silo_that_stops_deactivates_its_grains()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);
        var key = Guid.NewGuid().ToString("N");
        await cluster.Client.GetGrain<ILifeGrain>(key).Incarnation();

        await cluster.StopSiloAsync(cluster.Silos[0]);

        await Gate.Named($"{key} deactivated {DeactivationReasonCode.ShuttingDown}").Arrival();
    }

    [Fact]
    public async Task Activation_that_throws_fails_its_callers_and_nobody_else()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);
        var grain = cluster.Client.GetGrain<IFailingActivationGrain>(Guid.NewGuid().ToString("N"));

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(grain.Hello);
        var other = await cluster.Client.GetGrain<IStringKeyGrain>("k").Key();

        Assert.Equal("The first activation fails.", failure.Message);
        Assert.Equal("k", other);
    }

    [Fact]
    public async Task Grain_whose_activation_failed_is_activated_by_a_later_call()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);
        var grain = cluster.Client.GetGrain<IFailingActivationGrain>(Guid.NewGuid().ToString("N"));
        await Assert.ThrowsAsync<InvalidOperationException>(grain.Hello);

        var reply = await grain.Hello();

        Assert.Equal("hello", reply);
    }

    [Fact]
    public async Task Grain_gets_singletons_keyed_services_and_one_scope_an_activation()
    {
        await using var cluster = await RunningCluster.Start(silos: 1, silo =>
        {
            silo.Services.AddSingleton(new InjectedGrain.Singleton("one"));
            silo.Services.AddKeyedSingleton("blue", new InjectedGrain.Keyed("blue"));
            silo.Services.AddKeyedSingleton("red", new InjectedGrain.Keyed("red"));
            silo.Services.AddScoped<InjectedGrain.Scoped>();
        });

        var services = await cluster.Client.GetGrain<IInjectedGrain>("k").Services();

        Assert.Equal("one blue True", services);
    }

    [Fact]
    public async Task Idle_grain_is_collected_and_one_that_asked_to_stay_is_not()
    {
        await using var cluster = await RunningCluster.Start(silos: 1, silo =>
            silo.Configure<GrainCollectionOptions>(options =>
            {
                options.CollectionQuantum = TimeSpan.FromMilliseconds(200);
                options.CollectionAge = TimeSpan.FromMilliseconds(400);
            }));
        var idle = Guid.NewGuid().ToString("N");
        var kept = cluster.Client.GetGrain<ILifeGrain>(Guid.NewGuid().ToString("N"));
        await kept.KeepAndCount();
        await cluster.Client.GetGrain<ILifeGrain>(idle).Incarnation();

        await Gate.Named($"{idle} deactivated {DeactivationReasonCode.ActivationIdle}").Arrival();

        Assert.Equal(2, await kept.KeepAndCount());
    }
}

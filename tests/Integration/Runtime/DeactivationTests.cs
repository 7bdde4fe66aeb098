using Orleans.Storage;

namespace Cloud.Integration.Runtime;

public interface IEndingGrain : IGrainWithStringKey
{
    Task<string> Incarnation();

    Task DeactivateSoon();

    Task WriteStale();

    Task PassOn(IEndingGrain other);
}

public interface IShortLivedGrain : IGrainWithStringKey
{
    Task Call();
}

public sealed class EndingGrain : Grain, IEndingGrain
{
    private readonly string _incarnation = Guid.NewGuid().ToString("N");

    private string Key => this.GetPrimaryKeyString();

    public Task<string> Incarnation() => Task.FromResult(_incarnation);

    public Task DeactivateSoon()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task WriteStale() => throw new InconsistentStateException("Written by another.", "2", "1");

    public Task PassOn(IEndingGrain other) => other.WriteStale();

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await Gate.Named($"{Key} ending").Pass();
        throw new InvalidOperationException("A grain that fails to end has ended all the same.");
    }
}

public sealed class ShortLivedGrain : Grain, IShortLivedGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task Call() => Task.CompletedTask;
}

public sealed class DeactivationTests
{
    [Fact]
    public async Task Calls_that_come_while_a_grain_ends_reach_its_next_life_even_when_the_end_fails()
    {
        await using var cluster = await RunningCluster.Start(silos: 2);
        var (grain, key) = New(cluster);
        var first = await grain.Incarnation();
        await grain.DeactivateSoon();
        await Gate.Named($"{key} ending").Arrival();

        var calls = Enumerable.Range(0, 3).Select(_ => grain.Incarnation()).ToArray();
        Gate.Named($"{key} ending").Open();

        var second = Assert.Single((await Task.WhenAll(calls)).Distinct());
        Assert.NotEqual(first, second);
        Gate.Named($"{key} ending").Open();
    }

    [Fact]
    public async Task Grain_whose_activation_ends_at_once_rejects_its_calls()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);
        var grain = cluster.Client.GetGrain<IShortLivedGrain>(Guid.NewGuid().ToString("N"));

        await Assert.ThrowsAnyAsync<OrleansException>(grain.Call);
    }

    [Fact]
    public async Task Stale_write_deactivates_the_grain_that_wrote_and_not_the_one_that_called_it()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);
        var (writer, writerKey) = New(cluster);
        var (caller, callerKey) = New(cluster);
        Gate.Named($"{writerKey} ending").Open();
        Gate.Named($"{callerKey} ending").Open();
        var (firstWriter, firstCaller) = (await writer.Incarnation(), await caller.Incarnation());

        await Assert.ThrowsAsync<InconsistentStateException>(() => caller.PassOn(writer));

        Assert.NotEqual(firstWriter, await writer.Incarnation());
        Assert.Equal(firstCaller, await caller.Incarnation());
        Gate.Named($"{writerKey} ending").Open();
    }

    private static (IEndingGrain Grain, string Key) New(Orleans.TestingHost.InProcessTestCluster cluster)
    {
        var key = Guid.NewGuid().ToString("N");
        return (cluster.Client.GetGrain<IEndingGrain>(key), key);
    }
}

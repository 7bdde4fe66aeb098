using Orleans.Concurrency;

namespace Cloud.Integration.Runtime;

public interface ITurnGrain : IGrainWithStringKey
{
    Task Enter();

    [ReadOnly]
    Task Read();

    [AlwaysInterleave]
    Task<string> Interleave();

    Task<bool> StaysOnScheduler();

    Task<int> CountWithoutLock(int rounds);

    [OneWay]
    Task Tell();
}

public interface IPlainGrain : ITurnGrain
{
}

public interface IReentrantGrain : ITurnGrain
{
}

public interface IChainGrain : IGrainWithStringKey
{
    Task<string> CallBack(IChainGrain through, bool mayReenter);

    Task<string> CallBackTo(IChainGrain origin);

    Task<string> Answer();
}

public abstract class TurnGrain : Grain, ITurnGrain
{
    private int _count;

    private Gate Own => Gate.Named(this.GetPrimaryKeyString());

    public Task Enter() => Own.Pass();

    public Task Read() => Own.Pass();

    public Task<string> Interleave() => Task.FromResult("interleaved");

    public async Task<bool> StaysOnScheduler()
    {
        var before = TaskScheduler.Current;
        await Task.Yield();
        await Task.Run(static () => { });
        return before == TaskScheduler.Current && before != TaskScheduler.Default;
    }

    public async Task<int> CountWithoutLock(int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            var read = _count;
            if (round % 7 == 0)
            {
                // Other calls may run here when the grain is reentrant, but never between a read and a write.
                await Task.Yield();
                read = _count;
            }

            _count = read + 1;
        }

        return _count;
    }

    public Task Tell() => Own.Pass();
}

public sealed class PlainGrain : TurnGrain, IPlainGrain
{
}

[Reentrant]
public sealed class ReentrantGrain : TurnGrain, IReentrantGrain
{
}

public sealed class ChainGrain : Grain, IChainGrain
{
    public async Task<string> CallBack(IChainGrain through, bool mayReenter)
    {
        var self = this.AsReference<IChainGrain>();
        if (!mayReenter)
        {
            return await through.CallBackTo(self);
        }

        using var section = RequestContext.AllowCallChainReentrancy();
        return await through.CallBackTo(self);
    }

    public Task<string> CallBackTo(IChainGrain origin) => origin.Answer();

    public Task<string> Answer() => Task.FromResult("re-entered");
}

public sealed class TurnTests
{
    [Fact]
    public async Task Second_call_waits_until_the_first_has_ended()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);
        var (grain, gate) = New<IPlainGrain>(cluster);

        var first = grain.Enter();
        await gate.Arrival();
        var second = grain.Enter();
        Assert.Equal("interleaved", await grain.Interleave());

        Assert.False(gate.HasArrival);
        gate.Open();
        await first;
        await gate.Arrival();
        gate.Open();
        await second;
    }

    [Fact]
    public async Task Calls_of_a_reentrant_grain_interleave()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);
        var (grain, gate) = New<IReentrantGrain>(cluster);

        var first = grain.Enter();
        var second = grain.Enter();
        await gate.Arrival();
        await gate.Arrival();

        gate.Open();
        gate.Open();
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task Read_only_calls_interleave_with_each_other_but_not_with_others()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);
        var (grain, gate) = New<IPlainGrain>(cluster);

        var reads = new[] { grain.Read(), grain.Read() };
        await gate.Arrival();
        await gate.Arrival();
        var write = grain.Enter();
        await grain.Interleave();

        Assert.False(gate.HasArrival);
        gate.Open();
        gate.Open();
        await Task.WhenAll(reads);
        await gate.Arrival();
        gate.Open();
        await write;
    }

    [Fact]
    public async Task Continuations_stay_on_the_activation()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);

        Assert.True(await New<IPlainGrain>(cluster).Grain.StaysOnScheduler());
    }

    [Fact]
    public async Task Turns_of_a_reentrant_grain_never_run_at_the_same_time()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);
        var grain = New<IReentrantGrain>(cluster).Grain;

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => grain.CountWithoutLock(100)));

        Assert.Equal(5_000, await grain.CountWithoutLock(0));
    }

    [Fact]
    public async Task One_way_call_returns_before_the_grain_has_run_it()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);
        var (grain, gate) = New<IPlainGrain>(cluster);

        await grain.Tell();

        await gate.Arrival();
        gate.Open();
    }

    [Fact]
    public async Task Call_chain_that_comes_back_waits_for_itself_and_times_out()
    {
        await using var cluster = await RunningCluster.StartImpatient();
        var origin = cluster.Client.GetGrain<IChainGrain>("origin");

        await Assert.ThrowsAsync<TimeoutException>(
            () => origin.CallBack(cluster.Client.GetGrain<IChainGrain>("other"), mayReenter: false));
    }

    [Fact]
    public async Task Call_chain_that_comes_back_enters_where_that_is_allowed()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);
        var origin = cluster.Client.GetGrain<IChainGrain>("origin");

        var reply = await origin.CallBack(cluster.Client.GetGrain<IChainGrain>("other"), mayReenter: true);

        Assert.Equal("re-entered", reply);
    }

    private static (TGrain Grain, Gate Gate) New<TGrain>(Orleans.TestingHost.InProcessTestCluster cluster)
        where TGrain : ITurnGrain
    {
        var key = Guid.NewGuid().ToString("N");
        return (cluster.Client.GetGrain<TGrain>(key), Gate.Named(key));
    }
}

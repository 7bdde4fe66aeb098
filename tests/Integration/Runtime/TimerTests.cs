namespace Cloud.Integration.Runtime;

public interface ITimerGrain : IGrainWithStringKey
{
    Task Start(bool interleave);

    Task Stop();

    Task Block();

    Task<int> Ticks();
}

public sealed class TimerGrain : Grain, ITimerGrain
{
    private IGrainTimer? _timer;
    private int _ticks;
    private bool _isInTick;

    private string Key => this.GetPrimaryKeyString();

    public Task Start(bool interleave)
    {
        _timer = this.RegisterGrainTimer(
            static (grain, cancellation) => grain.Tick(cancellation),
            this,
            new GrainTimerCreationOptions(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1))
            {
                Interleave = interleave,
            });
        return Task.CompletedTask;
    }

    public Task Stop()
    {
        _timer?.Dispose();
        return Task.CompletedTask;
    }

    public Task Block() => Gate.Named($"{Key} block").Pass();

    public Task<int> Ticks() => Task.FromResult(_ticks);

    private async Task Tick(CancellationToken cancellationToken)
    {
        Assert.False(_isInTick);
        _isInTick = true;
        await Task.Yield();
        _ticks++;
        _isInTick = false;
        Gate.Named($"{Key} tick").Report();
    }
}

public sealed class TimerTests
{
    [Fact]
    public async Task Timer_ticks_until_it_is_disposed_and_never_overlaps_itself()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);
        var (grain, key) = New(cluster);

        await grain.Start(interleave: false);
        await Gate.Named($"{key} tick").Arrival();
        await Gate.Named($"{key} tick").Arrival();
        await grain.Stop();
        var ticks = await grain.Ticks();

        Assert.True(ticks >= 2);
        Assert.InRange(await grain.Ticks(), ticks, ticks + 1);
    }

    [Fact]
    public async Task Timer_waits_for_a_running_call()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);
        var (grain, key) = New(cluster);
        var blocked = grain.Block();
        var started = grain.Start(interleave: false);
        await Gate.Named($"{key} block").Arrival();

        Assert.False(Gate.Named($"{key} tick").HasArrival);
        Gate.Named($"{key} block").Open();
        await Task.WhenAll(blocked, started);
        await Gate.Named($"{key} tick").Arrival();
    }

    [Fact]
    public async Task Interleaving_timer_ticks_beside_a_running_call()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);
        var (grain, key) = New(cluster);
        await grain.Start(interleave: true);

        var blocked = grain.Block();
        await Gate.Named($"{key} block").Arrival();
        while (Gate.Named($"{key} tick").HasArrival)
        {
            await Gate.Named($"{key} tick").Arrival();
        }

        await Gate.Named($"{key} tick").Arrival();
        Gate.Named($"{key} block").Open();
        await blocked;
    }

    private static (ITimerGrain Grain, string Key) New(Orleans.TestingHost.InProcessTestCluster cluster)
    {
        var key = Guid.NewGuid().ToString("N");
        return (cluster.Client.GetGrain<ITimerGrain>(key), key);
    }
}

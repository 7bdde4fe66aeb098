using Orleans.Concurrency;

namespace Cloud.Integration.Runtime;

public interface IRestlessTimerGrain : IGrainWithStringKey
{
    Task HoldWithTimer();

    [AlwaysInterleave]
    Task ChangeTimer();

    [ResponseTimeout("00:00:05")]
    Task<string> Answer();

    Task StartChangingItself();

    Task StartFailingOnceDisposed(bool isAsynchronous);

    Task Start(TimeSpan period);
}

public sealed class RestlessTimerGrain : Grain, IRestlessTimerGrain
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Later = TimeSpan.FromMilliseconds(50);

    private IGrainTimer? _timer;
    private IGrainTimer? _laterTimer;

    private string Key => this.GetPrimaryKeyString();

    public Task HoldWithTimer()
    {
        _timer = this.RegisterGrainTimer(() => Task.CompletedTask, new(Soon, Timeout.InfiniteTimeSpan));
        StartLater();
        return Gate.Named($"{Key} hold").Pass();
    }

    public Task ChangeTimer()
    {
        _timer!.Change(Soon, Timeout.InfiniteTimeSpan);
        _laterTimer!.Change(Later, Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    public Task<string> Answer() => Task.FromResult("answer");

    public Task StartChangingItself()
    {
        _timer = this.RegisterGrainTimer(
            () =>
            {
                _timer!.Change(Soon, Timeout.InfiniteTimeSpan);
                return Gate.Named($"{Key} tick").Pass();
            },
            new(Soon, Timeout.InfiniteTimeSpan) { Interleave = true });
        StartLater();
        return Task.CompletedTask;
    }

    public Task StartFailingOnceDisposed(bool isAsynchronous)
    {
        _timer = this.RegisterGrainTimer(
            async () =>
            {
                _timer!.Dispose();
                Gate.Named($"{Key} tick").Report();
                if (isAsynchronous)
                {
                    await Task.Yield();
                }

                throw new InvalidOperationException("A disposed timer's callback failed.");
            },
            new(Soon, Soon));
        return Task.CompletedTask;
    }

    public Task Start(TimeSpan period)
    {
        this.RegisterGrainTimer(() => Task.CompletedTask, new(Soon, period));
        return Task.CompletedTask;
    }

    // Ticks beside a running call, well after what is due soon.
    private void StartLater() => _laterTimer = this.RegisterGrainTimer(
        () =>
        {
            Gate.Named($"{Key} later").Report();
            return Task.CompletedTask;
        },
        new(Later, Timeout.InfiniteTimeSpan) { Interleave = true });
}

public sealed class TimerChangeTests
{
    [Fact]
    public async Task Timer_that_is_changed_while_its_tick_waits_loses_no_call()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);
        var (grain, key) = New(cluster);
        var held = grain.HoldWithTimer();
        await Gate.Named($"{key} later").Arrival();
        var calls = new[] { grain.Answer(), grain.Answer() };

        await grain.ChangeTimer();
        await Gate.Named($"{key} later").Arrival();
        Gate.Named($"{key} hold").Open();
        await held;

        Assert.All(await Task.WhenAll(calls), answer => Assert.Equal("answer", answer));
    }

    [Fact]
    public async Task Interleaving_timer_that_changes_itself_does_not_overlap_itself()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);
        var (grain, key) = New(cluster);
        await grain.StartChangingItself();
        await Gate.Named($"{key} tick").Arrival();

        await Gate.Named($"{key} later").Arrival();
        Assert.False(Gate.Named($"{key} tick").HasArrival);
        Gate.Named($"{key} tick").Open();

        await Gate.Named($"{key} tick").Arrival();
        Gate.Named($"{key} tick").Open();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Callback_that_fails_after_it_disposed_its_timer_does_not_block_the_grain(bool isAsynchronous)
    {
        await using var cluster = await RunningCluster.Start(silos: 1);
        var (grain, key) = New(cluster);

        await grain.StartFailingOnceDisposed(isAsynchronous);
        await Gate.Named($"{key} tick").Arrival();

        Assert.Equal("answer", await grain.Answer());
    }

    [Fact]
    public async Task Period_that_no_clock_can_wait_for_is_refused()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);
        var grain = New(cluster).Grain;

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => grain.Start(TimeSpan.MaxValue));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => grain.Start(TimeSpan.FromSeconds(-5)));
    }

    private static (IRestlessTimerGrain Grain, string Key) New(Orleans.TestingHost.InProcessTestCluster cluster)
    {
        var key = Guid.NewGuid().ToString("N");
        return (cluster.Client.GetGrain<IRestlessTimerGrain>(key), key);
    }
}

using Cloud.Client;

namespace Cloud.Unit.Client;

/// <summary>Whoever waits gets memory in line.</summary>
public sealed class BufferMemoryTests
{
    private readonly ManualClock _clock = new();
    private readonly BufferMemory _memory = new(100);

    [Fact]
    public async Task Waiters_are_served_in_their_order()
    {
        Assert.True(_memory.TryReserve(80));
        var first = _memory.Reserve(60, Soon(), CancellationToken.None).AsTask();
        var second = _memory.Reserve(10, Soon(), CancellationToken.None).AsTask();

        Assert.False(_memory.TryReserve(1));
        Assert.False(second.IsCompleted);
        _memory.Release(80);

        await first;
        await second;
        Assert.Equal(30, _memory.Free);
    }

    [Fact]
    public async Task Waiter_whose_time_is_up_makes_way_for_those_behind()
    {
        Assert.True(_memory.TryReserve(80));
        var exhausted = 0;
        _memory.Exhausted += () => exhausted++;
        var large = _memory.Reserve(60, Soon(), CancellationToken.None).AsTask();
        var small = _memory.Reserve(10, Later(), CancellationToken.None).AsTask();

        _clock.Advance(TimeSpan.FromSeconds(1));

        var error = await Assert.ThrowsAsync<RequestTimeoutException>(() => large);
        Assert.Contains("MaxBlock", error.Message, StringComparison.Ordinal);
        await small;
        Assert.Equal((10, 2), (_memory.Free, exhausted));
    }

    [Fact]
    public async Task Waiter_that_is_cancelled_takes_nothing()
    {
        Assert.True(_memory.TryReserve(100));
        using var cancelled = new CancellationTokenSource();
        var waiter = _memory.Reserve(60, Soon(), cancelled.Token).AsTask();

        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiter);
        _memory.Release(100);

        Assert.Equal(100, _memory.Free);
        Assert.False(_memory.HasWaiters);
    }

    private Deadline Soon() => new(TimeSpan.FromSeconds(1), "MaxBlock", _clock);

    private Deadline Later() => new(TimeSpan.FromSeconds(9), "MaxBlock", _clock);
}

using System.Runtime.CompilerServices;
using Orleans.Concurrency;
using Orleans.TestingHost;

namespace Cloud.Integration.Runtime;

public interface IItemGrain : IGrainWithStringKey
{
    IAsyncEnumerable<int> OneThenGate(string gate, CancellationToken cancellationToken = default);

    IAsyncEnumerable<int> OneThenCancellation(string gate, CancellationToken cancellationToken = default);

    IAsyncEnumerable<int> OneThenFailure();

    Task DeactivateSoon();

    [AlwaysInterleave]
    Task Wait(string gate);
}

public sealed class ItemGrain : Grain, IItemGrain
{
    public async IAsyncEnumerable<int> OneThenGate(
        string gate, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        yield return 1;
        await Gate.Named(gate).Pass();
        yield return 2;
    }

    public async IAsyncEnumerable<int> OneThenCancellation(
        string gate, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var scheduler = TaskScheduler.Current;
        try
        {
            yield return 1;
            using var registration = cancellationToken.Register(
                () => Gate.Named($"{gate} cancelled {TaskScheduler.Current == scheduler}").Report());
            Gate.Named(gate).Report();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        finally
        {
            Gate.Named($"{gate} freed").Report();
        }
    }

    public async IAsyncEnumerable<int> OneThenFailure()
    {
        yield return 1;
        await Task.Yield();
        throw new InvalidOperationException("No second item.");
    }

    public Task DeactivateSoon()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task Wait(string gate) => Gate.Named(gate).Pass();
}

public sealed class EnumerationTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancelled_enumeration_ends_with_cancellation_and_frees_the_producer(bool isTokenAnArgument)
    {
        await using var cluster = await RunningCluster.Start(silos: 1);
        var gate = Guid.NewGuid().ToString("N");
        using var cancellation = new CancellationTokenSource();
        var items = isTokenAnArgument
            ? Grain(cluster).OneThenCancellation(gate, cancellation.Token)
            : Grain(cluster).OneThenCancellation(gate);
        var reading = ReadAll(items, isTokenAnArgument ? default : cancellation.Token);
        await Gate.Named(gate).Arrival();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await Gate.Named($"{gate} cancelled True").Arrival();
        await Gate.Named($"{gate} freed").Arrival();
    }

    [Fact]
    public async Task Cancelled_enumeration_whose_producer_does_not_listen_ends_with_cancellation()
    {
        await using var cluster = await RunningCluster.StartImpatient();
        var gate = Guid.NewGuid().ToString("N");
        using var cancellation = new CancellationTokenSource();
        var reading = ReadAll(Grain(cluster).OneThenGate(gate), cancellation.Token);
        await Gate.Named(gate).Arrival();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Gate.Named(gate).Open();
    }

    [Fact]
    public async Task Enumeration_may_wait_for_an_item_longer_than_a_response_may_take()
    {
        // The producer says that there is nothing yet after half of that time: the rest is for a busy machine.
        await using var cluster = await RunningCluster.StartImpatient(TimeSpan.FromSeconds(10));
        var gate = Guid.NewGuid().ToString("N");
        var reading = ReadAll(Grain(cluster).OneThenGate(gate), default);
        await Gate.Named(gate).Arrival();

        await Assert.ThrowsAsync<TimeoutException>(() => Grain(cluster).Wait($"{gate} meanwhile"));
        Gate.Named(gate).Open();

        Assert.Equal([1, 2], await reading);
        Gate.Named($"{gate} meanwhile").Open();
    }

    // The producer listens: Microsoft.Orleans keeps an activation for a response's time when one does not.
    [Fact]
    public async Task Enumeration_whose_activation_is_gone_is_aborted()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);
        var gate = Guid.NewGuid().ToString("N");
        await using var items = Grain(cluster).OneThenCancellation(gate).GetAsyncEnumerator();
        Assert.True(await items.MoveNextAsync());

        await Grain(cluster).DeactivateSoon();

        await Assert.ThrowsAsync<EnumerationAbortedException>(
            () => items.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Exception_of_the_producer_reaches_the_reader_after_the_items_before_it()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);
        await using var items = Grain(cluster).OneThenFailure().GetAsyncEnumerator();
        Assert.True(await items.MoveNextAsync());

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(async () => await items.MoveNextAsync());

        Assert.Equal("No second item.", failure.Message);
    }

    private static IItemGrain Grain(InProcessTestCluster cluster) =>
        cluster.Client.GetGrain<IItemGrain>(cluster.Options.ClusterId);

    private static async Task<List<int>> ReadAll(IAsyncEnumerable<int> items, CancellationToken cancellationToken)
    {
        var read = new List<int>();
        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            read.Add(item);
        }

        return read;
    }
}

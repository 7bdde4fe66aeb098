using System.Runtime.CompilerServices;

namespace Cloud.Integration.Runtime;

[GenerateSerializer, Immutable, Alias("Cloud.Integration.Parcel")]
public sealed record Parcel([property: Id(0)] string Label, [property: Id(1)] IStringKeyGrain Addressee);

public interface ICallGrain : IGrainWithStringKey
{
    Task<string> Deliver(Parcel parcel);

    ValueTask<int> Add(int left, int right);

    ValueTask Nothing();

    Task Throw(string message);

    [ResponseTimeout("00:00:00.500")]
    Task TooSlow(string gate);

    Task<string?> Context(string key);

    Task<string?> ContextThrough(ICallGrain other, string key);

    Task WaitForCancellation(string gate, CancellationToken cancellationToken);

    IAsyncEnumerable<int> Count(int from, int count, CancellationToken cancellationToken = default);

    Task Notify(ICallObserver observer, string text);
}

public interface ICallObserver : IGrainObserver
{
    Task Said(string text);
}

public sealed class CallGrain : Grain, ICallGrain
{
    public async Task<string> Deliver(Parcel parcel) => $"{parcel.Label} to {await parcel.Addressee.Key()}";

    public ValueTask<int> Add(int left, int right) => new(left + right);

    public ValueTask Nothing() => ValueTask.CompletedTask;

    public Task Throw(string message) => throw new InvalidOperationException(message);

    public Task TooSlow(string gate) => Gate.Named(gate).Pass();

    public Task<string?> Context(string key) => Task.FromResult(RequestContext.Get(key) as string);

    public Task<string?> ContextThrough(ICallGrain other, string key) => other.Context(key);

    public async Task WaitForCancellation(string gate, CancellationToken cancellationToken)
    {
        Gate.Named(gate).Report();
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        finally
        {
            Gate.Named(gate).Report();
        }
    }

    public async IAsyncEnumerable<int> Count(
        int from, int count, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var index = 0; index < count; index++)
        {
            await Task.Yield();
            yield return from + index;
        }
    }

    public Task Notify(ICallObserver observer, string text) => observer.Said(text);
}

public sealed class CallObserver : ICallObserver
{
    public List<string> Heard { get; } = [];

    public Task Said(string text)
    {
        Heard.Add(text);
        return Task.CompletedTask;
    }
}

public sealed class CallTests
{
    [Fact]
    public async Task Arguments_arrive_and_references_among_them_can_be_called()
    {
        await using var cluster = await RunningCluster.Start(silos: 2);

        var delivered = await Grain(cluster).Deliver(new("books", cluster.Client.GetGrain<IStringKeyGrain>("ann")));

        Assert.Equal("books to ann", delivered);
    }

    [Fact]
    public async Task Value_tasks_work_as_results()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);

        await Grain(cluster).Nothing();

        Assert.Equal(5, await Grain(cluster).Add(2, 3));
    }

    [Fact]
    public async Task Exception_of_the_grain_reaches_the_caller()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Grain(cluster).Throw("no"));

        Assert.Equal("no", failure.Message);
    }

    [Fact]
    public async Task Response_that_does_not_come_in_time_is_a_timeout()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);

        var gate = Guid.NewGuid().ToString("N");

        await Assert.ThrowsAsync<TimeoutException>(() => Grain(cluster).TooSlow(gate));

        Gate.Named(gate).Open();
    }

    [Fact]
    public async Task Request_context_flows_through_a_chain_of_calls_and_not_back()
    {
        await using var cluster = await RunningCluster.Start(silos: 2);
        RequestContext.Set("colour", "green");

        var seen = await Grain(cluster).ContextThrough(cluster.Client.GetGrain<ICallGrain>("other"), "colour");
        RequestContext.Clear();
        var seenLater = await Grain(cluster).Context("colour");

        Assert.Equal("green", seen);
        Assert.Null(seenLater);
    }

    [Fact]
    public async Task Cancelled_caller_gets_its_exception_and_the_grain_its_token()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);
        var gate = Guid.NewGuid().ToString("N");
        using var cancellation = new CancellationTokenSource();
        var call = Grain(cluster).WaitForCancellation(gate, cancellation.Token);
        await Gate.Named(gate).Arrival();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Gate.Named(gate).Arrival();
    }

    [Fact]
    public async Task Enumeration_brings_each_item_in_order()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);
        var items = new List<int>();

        await foreach (var item in Grain(cluster).Count(10, 250))
        {
            items.Add(item);
        }

        Assert.Equal(Enumerable.Range(10, 250), items);
    }

    [Fact]
    public async Task Enumeration_that_is_left_early_frees_the_grain()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);

        await foreach (var item in Grain(cluster).Count(0, 1_000_000))
        {
            if (item == 3)
            {
                break;
            }
        }

        Assert.Equal(3, await Grain(cluster).Add(1, 2));
    }

    [Fact]
    public async Task Observer_hears_the_grain_until_its_reference_is_deleted()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);
        var observer = new CallObserver();
        var reference = cluster.Client.CreateObjectReference<ICallObserver>(observer);

        await Grain(cluster).Notify(reference, "one");
        await Grain(cluster).Notify(reference, "two");

        Assert.Equal(["one", "two"], observer.Heard);
        cluster.Client.DeleteObjectReference<ICallObserver>(reference);
        GC.KeepAlive(observer);
    }

    private static ICallGrain Grain(Orleans.TestingHost.InProcessTestCluster cluster) =>
        cluster.Client.GetGrain<ICallGrain>("caller");
}

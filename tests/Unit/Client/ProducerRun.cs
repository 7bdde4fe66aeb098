using Cloud.Client;

namespace Cloud.Unit.Client;

/// <summary>
/// A producer on a scripted cluster and a clock that the test moves. Whatever is waited for has a bound: what does not
/// come fails the test.
/// </summary>
internal sealed class ProducerRun : IAsyncDisposable
{
    private const int PoolRounds = 4;

    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    public ProducerRun(Func<ProducerOptions, ProducerOptions>? change = null, ScriptedCluster? cluster = null)
    {
        Cluster = cluster ?? new ScriptedCluster();
        var options = new ProducerOptions { Transport = Cluster, Clock = Clock, Linger = Linger };
        Producer = new Producer<Null, string>(change?.Invoke(options) ?? options);
    }

    public ScriptedCluster Cluster { get; }

    public ManualClock Clock { get; } = new();

    public Producer<Null, string> Producer { get; }

    /// <summary>Of every record that was sent, in their order.</summary>
    public List<Task<RecordMetadata>> Deliveries { get; } = [];

    public Task<RecordMetadata> Send(string value, int? partition = 0)
    {
        var delivery = Producer.ProduceAsync(new("orders", default, value) { Partition = partition }).AsTask()
            .WaitAsync(Bound);
        Deliveries.Add(delivery);
        return delivery;
    }

    /// <summary>Has the topic known, so that what is sent is in a batch when the call returns.</summary>
    public Task<IReadOnlyList<KnownPartition>> KnowTopic() =>
        Producer.PartitionsForAsync("orders").AsTask().WaitAsync(Bound);

    /// <summary>Sends records that leave in one batch: the clock goes on when all of them are in it.</summary>
    public async Task SendBatch(params string[] values)
    {
        await KnowTopic();
        foreach (var value in values)
        {
            _ = Send(value);
        }

        Clock.Advance(Linger);
    }

    /// <summary>Has a first batch written, after which more than one may be under way.</summary>
    public async Task Begin()
    {
        await SendBatch("first");
        (await NextProduce()).Succeed();
        await Deliveries[0];
        Deliveries.Clear();
    }

    /// <summary>Moves the clock until the task has ended, well or not.</summary>
    public Task Await(Task task) => Until(() => task.IsCompleted);

    /// <summary>Moves the clock until it is so.</summary>
    public async Task Until(Func<bool> isSo)
    {
        var bound = Task.Delay(Bound);
        while (!isSo())
        {
            Assert.False(bound.IsCompleted, "It did not come.");
            await Move();
        }
    }

    /// <summary>
    /// The next produce, moving the clock past pauses until it comes. Where a test says something of time, it moves the
    /// clock itself and asks the cluster.
    /// </summary>
    public async Task<ScriptedProduce> NextProduce() => (await NextProduce(before: new TaskCompletionSource().Task))!;

    /// <summary>The same; null when the task ends before one comes.</summary>
    public async Task<ScriptedProduce?> NextProduce(Task before)
    {
        ScriptedProduce? next = null;
        await Until(() => Cluster.TryTakeProduce(out next) || before.IsCompleted);
        return next;
    }

    /// <summary>Waits for all that was sent.</summary>
    public async Task<List<long>> Offsets() =>
        [.. (await Task.WhenAll(Deliveries).WaitAsync(TimeSpan.FromMinutes(1))).Select(record => record.Offset.Value)];

    public async ValueTask DisposeAsync() => await Producer.AbortAsync().AsTask().WaitAsync(Bound);

    // A step, and time for what it has set off: on a busy machine the clock would run away from the sender, and what is
    // on its way would be too late.
    private async Task Move()
    {
        Clock.Advance(Step);
        for (var round = 0; round < PoolRounds; round++)
        {
            await Task.Run(static () => { });
        }

        await Task.Delay(TimeSpan.FromMilliseconds(1));
    }
}

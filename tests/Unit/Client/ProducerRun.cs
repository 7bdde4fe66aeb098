using Cloud.Client;

namespace Cloud.Unit.Client;

/// <summary>A producer on a scripted cluster and a clock that the test moves.</summary>
internal sealed class ProducerRun : IAsyncDisposable
{
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
        var delivery = Producer.ProduceAsync(new("orders", default, value) { Partition = partition }).AsTask();
        Deliveries.Add(delivery);
        return delivery;
    }

    /// <summary>Sends records that leave in one batch: the clock goes on when all of them are in it.</summary>
    public async Task SendBatch(params string[] values)
    {
        await Producer.PartitionsForAsync("orders");
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
        (await Cluster.NextProduce()).Succeed();
        await Deliveries[0];
        Deliveries.Clear();
    }

    /// <summary>Moves the clock until the task has ended, well or not.</summary>
    public async Task Await(Task task)
    {
        while (!task.IsCompleted)
        {
            Clock.Advance(Step);
            await Task.WhenAny(task, Task.Delay(TimeSpan.FromMilliseconds(1)));
        }
    }

    /// <summary>The next produce, moving the clock past pauses until it comes.</summary>
    public async Task<ScriptedProduce> NextProduceInTime()
    {
        var next = Cluster.NextProduce();
        await Await(next);
        return await next;
    }

    /// <summary>Waits for all that was sent.</summary>
    public async Task<List<long>> Offsets() =>
        [.. (await Task.WhenAll(Deliveries).WaitAsync(TimeSpan.FromMinutes(1))).Select(record => record.Offset.Value)];

    public ValueTask DisposeAsync() => Producer.AbortAsync();
}

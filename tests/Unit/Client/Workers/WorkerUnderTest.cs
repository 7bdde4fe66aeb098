using System.Collections.Concurrent;
using System.Text;
using Cloud.Client;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Unit.Client.Workers;

/// <summary>
/// A worker of texts between a consumer and a producer of the test's, on a clock that the test moves.
/// </summary>
internal sealed class WorkerUnderTest : IWorkerClients, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _timeUp = new();
    private readonly ConcurrentQueue<FakeConsumer> _consumers = new();
    private readonly ConsumerWorker<string?, string?> _worker;
    private Task? _running;

    public WorkerUnderTest(
        Func<ConsumerRecord<string?, string?>, CancellationToken, Task> handle,
        Func<ConsumerWorkerOptions, ConsumerWorkerOptions>? configure = null)
        : this(RecordWork<string?, string?>.Each(handle), configure)
    {
    }

    public WorkerUnderTest(
        RecordWork<string?, string?> work, Func<ConsumerWorkerOptions, ConsumerWorkerOptions>? configure = null)
    {
        var options = new ConsumerWorkerOptions
        {
            Topics = ["orders"],
            Consumer = new() { GroupId = "billing", Clock = Clock },
            Producer = new() { Clock = Clock },
        };
        _worker = new(configure?.Invoke(options) ?? options, work, keys: null, values: null, this);
    }

    public ManualClock Clock { get; } = new();

    public FakeConsumer Consumer => _consumers.Last();

    public int ConsumerCount => _consumers.Count;

    public FakeProducer Producer { get; } = new();

    public IWorker Worker => _worker;

    public static TopicPartition P(int partition, string topic = "orders") => new(topic, partition);

    public static TopicPartitionOffset At(int partition, long offset) => new(P(partition), new(offset));

    /// <summary>A batch of texts from an offset on; <c>key:value</c> has a key.</summary>
    public static ConsumerBatch<byte[]?, byte[]?> Batch(
        TopicPartition partition, long offset, Headers headers, params string[] values)
    {
        var records = values.Select((value, index) =>
        {
            var parts = value.Split(':');
            return new ConsumerRecord<byte[]?, byte[]?>
            {
                TopicPartition = partition,
                Offset = new(offset + index),
                LeaderEpoch = LeaderEpoch.None,
                Timestamp = DateTimeOffset.FromUnixTimeMilliseconds(5000 + offset + index),
                TimestampType = TimestampType.CreateTime,
                Key = parts.Length > 1 ? Encoding.UTF8.GetBytes(parts[0]) : null,
                Value = Encoding.UTF8.GetBytes(parts[^1]),
                Headers = headers,
            };
        }).ToList();
        return new(partition, records, new(partition, new(offset + values.Length)));
    }

    public static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            Assert.False(patience.IsCancellationRequested, "not reached");
            await Task.Yield();
        }
    }

    public async Task Start(params TopicPartition[] partitions)
    {
        _running = _worker.RunAsync(_stopping.Token, _timeUp.Token);
        await Until(() => !_consumers.IsEmpty && Consumer.Listener is not null);
        await Consumer.Listener!.OnAssignedAsync(partitions, CancellationToken.None);
    }

    public void Give(int partition, long offset, params string[] values) =>
        Consumer.Give(Batch(P(partition), offset, [], values));

    /// <summary>Moves the clock on until it is so.</summary>
    public async Task AdvanceUntil(Func<bool> condition)
    {
        await Until(() =>
        {
            if (condition())
            {
                return true;
            }

            Clock.Advance(TimeSpan.FromMilliseconds(100));
            return false;
        });
    }

    public void BeginStop() => _stopping.Cancel();

    public void EndTime() => _timeUp.Cancel();

    public Task Stopped() => _running!.WaitAsync(Patience);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _timeUp.CancelAsync();
        if (_running is not null)
        {
            await Stopped();
        }
    }

    IConsumer<byte[]?, byte[]?> IWorkerClients.OpenConsumer(RetryRoutes routes)
    {
        _consumers.Enqueue(new FakeConsumer());
        return Consumer;
    }

    IProducer<byte[]?, byte[]?> IWorkerClients.OpenProducer() => Producer;

    Task IWorkerClients.CheckTopics(RetryRoutes routes, CancellationToken cancellationToken) => Task.CompletedTask;
}

using System.Collections.Concurrent;
using Cloud.Client;
using Cloud.Integration.Brokers;

namespace Cloud.Integration.Client.Consuming;

/// <summary>A member that reads all the time, in the background.</summary>
internal sealed class RunningMember : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _reading;

    public RunningMember(Consumer<string?, string?> consumer, string topic)
        : this(consumer, null, topic)
    {
    }

    public RunningMember(Consumer<string?, string?> consumer, Action<Consumer<string?, string?>> subscribe)
        : this(consumer, subscribe, topic: "")
    {
    }

    private RunningMember(
        Consumer<string?, string?> consumer, Action<Consumer<string?, string?>>? subscribe, string topic)
    {
        Consumer = consumer;
        if (subscribe is null)
        {
            consumer.Subscribe([topic], Listener);
        }
        else
        {
            subscribe(consumer);
        }

        _reading = Task.Run(Read);
    }

    public NotingListener Listener { get; } = new();

    public Consumer<string?, string?> Consumer { get; }

    public ConcurrentQueue<string?> Values { get; } = new();

    public Task Has(int partitions) => Eventually.Is(
        async () =>
        {
            if (_reading.IsCompleted)
            {
                await _reading;
            }

            return Consumer.Assignment.Count;
        },
        count => count == partitions,
        $"the member has {partitions} partitions");

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await ((Task)_reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Consumer.DisposeAsync();
    }

    private async Task Read()
    {
        await foreach (var record in Consumer.ConsumeAsync(_stopping.Token))
        {
            Values.Enqueue(record.Value);
        }
    }
}

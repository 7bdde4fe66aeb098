using Cloud.Client;

namespace Cloud.Integration.Client;

/// <summary>Numbers that count up, sent to one partition until it is told to end; each is awaited in the end.</summary>
internal sealed class ProducerLoad
{
    private const int UnderWayMax = 500;

    private readonly Producer<Null, string> _producer;
    private readonly int _partition;
    private readonly SemaphoreSlim _room = new(UnderWayMax);
    private readonly SemaphoreSlim _passed = new(0);

    public ProducerLoad(Producer<Null, string> producer, int partition, CancellationToken ending)
    {
        (_producer, _partition) = (producer, partition);
        Sent = Task.Run(() => Run(ending), CancellationToken.None);
    }

    /// <summary>How many were sent, all of which are delivered.</summary>
    public Task<int> Sent { get; }

    /// <summary>Waits for that many more deliveries.</summary>
    public async Task Passes(int count)
    {
        for (; count > 0; count--)
        {
            await Task.WhenAny(_passed.WaitAsync(), Sent);
        }
    }

    private async Task<int> Run(CancellationToken ending)
    {
        var deliveries = new List<Task>();
        while (!ending.IsCancellationRequested)
        {
            await _room.WaitAsync(CancellationToken.None);
            deliveries.Add(Deliver(deliveries.Count));
        }

        await Task.WhenAll(deliveries);
        return deliveries.Count;
    }

    private async Task Deliver(int number)
    {
        await _producer.ProduceAsync(new("orders", default, $"{number}") { Partition = _partition });
        _room.Release();
        _passed.Release();
    }
}

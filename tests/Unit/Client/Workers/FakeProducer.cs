using System.Collections.Concurrent;
using Cloud.Client;
using Cloud.Protocol;

namespace Cloud.Unit.Client.Workers;

/// <summary>Remembers what was produced; acknowledges it when the test lets it.</summary>
internal sealed class FakeProducer : IProducer<byte[]?, byte[]?>
{
    private readonly ConcurrentQueue<ProducerRecord<byte[]?, byte[]?>> _records = new();
    private int _failures;

    public IReadOnlyList<ProducerRecord<byte[]?, byte[]?>> Records => [.. _records];

    /// <summary>Produces wait for it.</summary>
    public Task Acknowledged { get; set; } = Task.CompletedTask;

    /// <summary>So many fail before one succeeds.</summary>
    public int FailuresFirst { get; set; }

    /// <summary>How they fail.</summary>
    public Exception Failure { get; set; } = new BrokersUnreachableException("nobody is there");

    public async ValueTask<RecordMetadata> ProduceAsync(
        ProducerRecord<byte[]?, byte[]?> record, CancellationToken cancellationToken = default)
    {
        if (_failures++ < FailuresFirst)
        {
            throw Failure;
        }

        _records.Enqueue(record);
        await Acknowledged.WaitAsync(cancellationToken);
        return new(new TopicPartition(record.Topic, 0), new Offset(0), DateTimeOffset.UnixEpoch);
    }

    public ValueTask SendAsync(
        ProducerRecord<byte[]?, byte[]?> record,
        Action<DeliveryReport>? delivered = null,
        CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task FlushAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public ValueTask<IReadOnlyList<KnownPartition>> PartitionsForAsync(
        string topic, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask AbortAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

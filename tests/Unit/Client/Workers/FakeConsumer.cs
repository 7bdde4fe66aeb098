using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Cloud.Client;
using Cloud.Protocol;

namespace Cloud.Unit.Client.Workers;

/// <summary>Hands out what the test gives it, and remembers what is asked of it.</summary>
internal sealed class FakeConsumer : IConsumer<byte[]?, byte[]?>
{
    private readonly Channel<ConsumerBatch<byte[]?, byte[]?>> _batches =
        Channel.CreateUnbounded<ConsumerBatch<byte[]?, byte[]?>>();

    private readonly ConcurrentDictionary<TopicPartition, bool> _paused = new();
    private readonly ConcurrentQueue<TopicPartitionOffset> _commits = new();

    public IRebalanceListener? Listener { get; private set; }

    public IReadOnlyCollection<TopicPartitionOffset> Commits => _commits;

    public bool IsDisposed { get; private set; }

    public long? Lag { get; set; } = 0;

    public Exception? CommitFailure { get; set; }

    /// <summary>What happened, in its order: partitions paused and resumed.</summary>
    public ConcurrentQueue<string> Events { get; } = new();

    public IReadOnlyCollection<string> Subscription { get; private set; } = [];

    public IReadOnlyCollection<TopicPartition> Assignment { get; set; } = [];

    public IReadOnlyCollection<TopicPartition> Paused => [.. _paused.Keys];

    public ConsumerGroupMetadata? GroupMetadata { get; set; } = new("billing", "me", 1, null);

    public void Give(ConsumerBatch<byte[]?, byte[]?> batch) => _batches.Writer.TryWrite(batch);

    public void Fail(Exception failure) => _batches.Writer.TryComplete(failure);

    public void Subscribe(IEnumerable<string> topics, IRebalanceListener? listener = null)
    {
        Subscription = [.. topics];
        Listener = listener;
    }

    public async IAsyncEnumerable<ConsumerBatch<byte[]?, byte[]?>> ConsumeBatchesAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var batch in _batches.Reader.ReadAllAsync(cancellationToken))
        {
            yield return batch;
        }
    }

    public void Pause(IEnumerable<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            _paused[partition] = true;
            Events.Enqueue($"pause {partition}");
        }
    }

    public void Resume(IEnumerable<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            _paused.TryRemove(partition, out _);
            Events.Enqueue($"resume {partition}");
        }
    }

    public long? CurrentLagOf(TopicPartition partition) => Lag;

    public Task CommitAsync(
        IEnumerable<TopicPartitionOffset> offsets, CancellationToken cancellationToken = default)
    {
        if (CommitFailure is not null)
        {
            return Task.FromException(CommitFailure);
        }

        foreach (var offset in offsets)
        {
            _commits.Enqueue(offset);
        }

        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }

    public void SubscribePattern(string pattern, IRebalanceListener? listener = null) =>
        throw new NotSupportedException();

    public void Assign(IEnumerable<TopicPartition> partitions) => throw new NotSupportedException();

    public void Assign(IEnumerable<TopicPartitionOffset> positions) => throw new NotSupportedException();

    public Task UnsubscribeAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public IAsyncEnumerable<ConsumerRecord<byte[]?, byte[]?>> ConsumeAsync(
        CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public void Seek(TopicPartitionOffset position) => throw new NotSupportedException();

    public void SeekToBeginning(params IEnumerable<TopicPartition> partitions) => throw new NotSupportedException();

    public void SeekToEnd(params IEnumerable<TopicPartition> partitions) => throw new NotSupportedException();

    public Offset? PositionOf(TopicPartition partition) => null;

    public Task<IReadOnlyDictionary<TopicPartition, OffsetAndTimestamp?>> OffsetsForTimesAsync(
        IReadOnlyDictionary<TopicPartition, DateTimeOffset> times, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<IReadOnlyDictionary<TopicPartition, Offset>> BeginningOffsetsAsync(
        IEnumerable<TopicPartition> partitions, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<IReadOnlyDictionary<TopicPartition, Offset>> EndOffsetsAsync(
        IEnumerable<TopicPartition> partitions, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<IReadOnlyDictionary<TopicPartition, TopicPartitionOffset?>> CommittedAsync(
        IEnumerable<TopicPartition> partitions, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task CommitAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task CommitAsync(
        ConsumerRecord<byte[]?, byte[]?> record, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}

using System.Collections.Concurrent;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Records;

namespace Cloud.Client;

/// <summary>
/// Where records wait until they are sent, in a batch for each partition. What fits at once is appended at once; else
/// the caller waits for metadata or memory, and later records of the same topic behind it. Thread-safe.
/// </summary>
internal sealed class RecordAccumulator
{
    private readonly ConcurrentDictionary<string, TopicQueues> _topics = new();
    private readonly ProducerOptions _options;
    private readonly MetadataCache _metadata;
    private readonly bool _isAlwaysTold;
    private readonly PartitionChoice _choice;
    private readonly int _batchBytesMax;
    private readonly ProducerEnd _end = new();

    public RecordAccumulator(ProducerOptions options, MetadataCache metadata, bool isAlwaysTold)
    {
        _options = options;
        _metadata = metadata;
        _isAlwaysTold = isAlwaysTold;
        _choice = new PartitionChoice(options);
        _batchBytesMax = Math.Max(Math.Min(options.BatchSize, options.MaxRequestSize), RecordBatchLayout.Records);
        Memory = new BufferMemory(options.BufferMemory);
        Memory.Exhausted += Signal.Set;
        Incomplete = new IncompleteBatches(options.Clock);
        Batches = new BatchPool(options.CompressionType, _batchBytesMax, options.BufferMemory);
        metadata.Changed += Learn;
    }

    /// <summary>Set whenever there is something for the sender to look at.</summary>
    public SenderSignal Signal { get; } = new();

    public BufferMemory Memory { get; }

    public IncompleteBatches Incomplete { get; }

    public BatchPool Batches { get; }

    /// <summary>Partitions that have something to send, for the sender to take note of.</summary>
    public ConcurrentQueue<PartitionQueue> Activated { get; } = new();

    /// <summary>Takes the draft over. Done when the record is in a batch.</summary>
    /// <exception cref="ClientException">It cannot be taken.</exception>
    public ValueTask Append(RecordDraft draft, object? target, CancellationToken cancellationToken)
    {
        var topic = TopicOf(draft.Topic);
        if (topic.HasLine || !TryAppend(topic, draft, target))
        {
            return AppendInTurn(topic, draft, target, cancellationToken);
        }

        draft.Return();
        return ValueTask.CompletedTask;
    }

    /// <summary>Waits until all whose turn has not come yet are appended.</summary>
    public async Task WhenAllAppended(CancellationToken cancellationToken)
    {
        foreach (var topic in _topics.Values.Where(topic => topic.HasLine))
        {
            await topic.WaitForTurn(cancellationToken).ConfigureAwait(false);
            topic.EndTurn();
        }
    }

    /// <summary>Nothing is taken any more; what waits for its turn fails, and all else is in a batch.</summary>
    public void Close(ClientException reason)
    {
        if (_end.TrySet(reason))
        {
            foreach (var topic in _topics.Values)
            {
                topic.WaitForAppends();
            }
        }
    }

    /// <summary>Gives back what a batch took. Nobody may use it any more.</summary>
    public void Free(ProducerBatch batch)
    {
        var reserved = batch.ReservedBytes;
        Batches.Return(batch);
        Memory.Release(reserved);
    }

    private TopicQueues TopicOf(string name)
    {
        if (_topics.TryGetValue(name, out var known))
        {
            return known;
        }

        var topic = _topics.GetOrAdd(
            name, (name, options) => new TopicQueues(name, options, _metadata, _end), _options);
        topic.Update();
        return topic;
    }

    private void Learn(ClusterSnapshot snapshot)
    {
        foreach (var topic in _topics.Values)
        {
            topic.Update();
        }

        Signal.Set();
    }

    private bool TryAppend(TopicQueues topic, RecordDraft draft, object? target)
    {
        _end.ThrowIfSet();
        if (_choice.Choose(topic, draft) is not { } queue)
        {
            return false;
        }

        if (TryAppendToLast(topic, ref queue, draft, target))
        {
            return true;
        }

        var bytes = BytesFor(draft);
        if (!Memory.TryReserve(bytes))
        {
            return false;
        }

        try
        {
            AppendToNew(topic, queue, draft, target, bytes);
            return true;
        }
        catch
        {
            Memory.Release(bytes);
            throw;
        }
    }

    // A batch that is full ends the stay at a partition, if there is no key that holds it there.
    private bool TryAppendToLast(TopicQueues topic, ref PartitionQueue queue, RecordDraft draft, object? target)
    {
        var result = queue.TryAppend(draft, target, _isAlwaysTold);
        if (result is AppendResult.NeedsBatch && _choice.TryMoveOn(topic, draft, queue, out var other))
        {
            Signal.Set();
            queue = other;
            result = queue.TryAppend(draft, target, _isAlwaysTold);
        }

        if (result is AppendResult.NeedsBatch)
        {
            return false;
        }

        _choice.Note(topic, draft);
        return true;
    }

    private void AppendToNew(
        TopicQueues topic, PartitionQueue queue, RecordDraft draft, object? target, int reservedBytes)
    {
        var batch = Batches.Rent(reservedBytes);
        batch.Begin(queue, reservedBytes, _batchBytesMax);
        var result = queue.TryAppend(draft, target, _isAlwaysTold, batch, Incomplete);
        _choice.Note(topic, draft);
        if (result is AppendResult.Appended)
        {
            // Somebody else has begun a batch meanwhile.
            Free(batch);
            return;
        }

        if (result is AppendResult.AppendedToIdle)
        {
            Activated.Enqueue(queue);
        }

        Signal.Set();
    }

    private async ValueTask AppendInTurn(
        TopicQueues topic, RecordDraft draft, object? target, CancellationToken cancellationToken)
    {
        var deadline = new Deadline(_options.MaxBlock, nameof(_options.MaxBlock), _options.Clock);
        try
        {
            await topic.WaitForTurn(cancellationToken).ConfigureAwait(false);
            try
            {
                await AppendSlowly(topic, draft, target, deadline, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                topic.EndTurn();
            }
        }
        finally
        {
            draft.Return();
        }
    }

    private async ValueTask AppendSlowly(
        TopicQueues topic, RecordDraft draft, object? target, Deadline deadline, CancellationToken cancellationToken)
    {
        await WaitForPartition(topic, draft, deadline, cancellationToken).ConfigureAwait(false);
        if (TryAppend(topic, draft, target))
        {
            return;
        }

        var bytes = BytesFor(draft);
        await Memory.Reserve(bytes, deadline, cancellationToken).ConfigureAwait(false);
        try
        {
            var queue = _choice.Choose(topic, draft) ?? throw NoPartition(topic, draft, deadline);
            AppendToNew(topic, queue, draft, target, bytes);
        }
        catch
        {
            Memory.Release(bytes);
            throw;
        }
    }

    private async ValueTask WaitForPartition(
        TopicQueues topic, RecordDraft draft, Deadline deadline, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(_options.RetryBackoff, _options.RetryBackoffMax);
        for (var attempts = 0; topic.Count == 0 || draft.Partition >= topic.Count; attempts++)
        {
            _end.ThrowIfSet();
            if (attempts > 0)
            {
                await deadline.Wait(backoff.Pause(attempts), cancellationToken).ConfigureAwait(false);
                if (deadline.IsOver)
                {
                    throw NoPartition(topic, draft, deadline);
                }

                await Refresh(topic, draft, deadline, cancellationToken).ConfigureAwait(false);
            }

            await Describe(topic.Name, deadline, cancellationToken).ConfigureAwait(false);
            topic.Update();
        }
    }

    private async Task Refresh(
        TopicQueues topic, RecordDraft draft, Deadline deadline, CancellationToken cancellationToken)
    {
        try
        {
            await _metadata.TryRefresh(topic.Name, deadline, cancellationToken).ConfigureAwait(false);
        }
        catch (RequestTimeoutException) when (topic.Count > 0)
        {
            // There is more to say than that time is up.
            throw NoPartition(topic, draft, deadline);
        }
    }

    // A topic that is not there is not asked for again and again because somebody once wrote its name.
    private async Task Describe(string topic, Deadline deadline, CancellationToken cancellationToken)
    {
        try
        {
            await _metadata.Topic(topic, deadline, cancellationToken).ConfigureAwait(false);
        }
        catch (ClientException)
        {
            _metadata.Interest.Remove(topic);
            throw;
        }
    }

    private static ClientException NoPartition(TopicQueues topic, RecordDraft draft, Deadline deadline) => new(
        KafkaError.UnknownTopicOrPartition,
        $"Topic '{topic.Name}' has {topic.Count} partitions, and no partition {draft.Partition} appeared within "
        + $"{deadline.Limits}.");

    private int BytesFor(RecordDraft draft) => Math.Max(
        _batchBytesMax, checked((int)(RecordBatchLayout.Records + draft.SizeBytesMax)));
}

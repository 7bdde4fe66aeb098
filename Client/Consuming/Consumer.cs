using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>
/// Reads records of topics; see <see cref="IConsumer{TKey,TValue}"/>. Holds connections until it is disposed.
/// </summary>
public sealed class Consumer<TKey, TValue> : IConsumer<TKey, TValue>, ILagSource
{
    private readonly ConsumerCore _core;
    private readonly IReadOnlyList<IConsumerInterceptor<TKey, TValue>> _interceptors;
    private readonly RecordSource<TKey, TValue> _source;
    private readonly string? _group;

    /// <param name="options">Checked at once.</param>
    /// <param name="keys">Makes keys; null for the one of their type in <see cref="Deserializers"/>.</param>
    /// <param name="values">Makes values, likewise.</param>
    /// <param name="interceptors">In the order in which they see records (<c>interceptor.classes</c>).</param>
    /// <exception cref="ClientOptionsException">An option cannot be.</exception>
    public Consumer(
        ConsumerOptions options,
        IDeserializer<TKey>? keys = null,
        IDeserializer<TValue>? values = null,
        IReadOnlyList<IConsumerInterceptor<TKey, TValue>>? interceptors = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        keys ??= Deserializers.Default<TKey>();
        values ??= Deserializers.Default<TValue>();
        _interceptors = interceptors ?? [];
        _core = new ConsumerCore(options, OnCommitted);
        var reader = new RecordReader<TKey, TValue>(keys, values, _interceptors, options, _core.Parts.Log);
        _source = new RecordSource<TKey, TValue>(_core, reader);
        _group = options.GroupId;
        ClientMetrics.Add(this);
    }

    public IReadOnlyCollection<string> Subscription => _core.Subscription;

    public IReadOnlyCollection<TopicPartition> Assignment => _core.Table.Assignment;

    public IReadOnlyCollection<TopicPartition> Paused => _core.Table.Paused;

    public ConsumerGroupMetadata? GroupMetadata => _core.GroupMetadata;

    public void Subscribe(IEnumerable<string> topics, IRebalanceListener? listener = null) =>
        _core.Subscribe(new(topics.ToFrozenSet(), Pattern: null), listener);

    public void SubscribePattern(string pattern, IRebalanceListener? listener = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        _core.Subscribe(new([], pattern), listener);
    }

    public void Assign(IEnumerable<TopicPartition> partitions) => _core.Assign([.. partitions.Distinct()]);

    public void Assign(IEnumerable<TopicPartitionOffset> positions)
    {
        var all = positions.ToList();
        all.ForEach(position => ArgumentOutOfRangeException.ThrowIfNegative(position.Offset.Value));
        _core.Assign(all);
    }

    public Task UnsubscribeAsync(CancellationToken cancellationToken = default) => _core.Unsubscribe(cancellationToken);

    public async IAsyncEnumerable<ConsumerRecord<TKey, TValue>> ConsumeAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var turn = _core.BeginConsuming();
        while (true)
        {
            await _source.Fill(cancellationToken).ConfigureAwait(false);
            while (_source.TryHandOut(out var record))
            {
                ClientMetrics.Consumed(record.TopicPartition, 1, _group);
                yield return record;
                if (_source.IsInterrupted || cancellationToken.IsCancellationRequested)
                {
                    break;
                }
            }

            _source.Settle();
        }
    }

    public async IAsyncEnumerable<ConsumerBatch<TKey, TValue>> ConsumeBatchesAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var turn = _core.BeginConsuming();
        while (true)
        {
            await _source.Fill(cancellationToken).ConfigureAwait(false);
            if (_source.TryHandOutAll() is { } batch)
            {
                ClientMetrics.Consumed(batch.TopicPartition, batch.Records.Count, _group);
                yield return batch;
            }

            _source.Settle();
        }
    }

    public void Pause(IEnumerable<TopicPartition> partitions) => _core.Table.SetPaused([.. partitions], isPaused: true);

    public void Resume(IEnumerable<TopicPartition> partitions)
    {
        _core.Table.SetPaused([.. partitions], isPaused: false);
        _core.Parts.Buffer.Notify();
    }

    public void Seek(TopicPartitionOffset position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position.Offset.Value);
        _core.Table.Seek(position.TopicPartition, new(position.Offset, position.LeaderEpoch));
    }

    public void SeekToBeginning(params IEnumerable<TopicPartition> partitions) =>
        Reset(partitions, AutoOffsetReset.Earliest);

    public void SeekToEnd(params IEnumerable<TopicPartition> partitions) => Reset(partitions, AutoOffsetReset.Latest);

    public Offset? PositionOf(TopicPartition partition) => _core.Table.Read(
        partition, state => state.Phase is PositionPhase.Known ? state.Position.Offset : (Offset?)null);

    public long? CurrentLagOf(TopicPartition partition) => _core.Table.Read(partition, state =>
    {
        var end = _core.Parts.Lookup.IsReadCommitted ? state.LastStableOffset : state.HighWatermark;
        var isKnown = state.Phase is PositionPhase.Known && end >= Offset.Zero;
        return isKnown ? Math.Max(0, end.DistanceFrom(state.Position.Offset)) : (long?)null;
    });

    public async Task<IReadOnlyDictionary<TopicPartition, OffsetAndTimestamp?>> OffsetsForTimesAsync(
        IReadOnlyDictionary<TopicPartition, DateTimeOffset> times, CancellationToken cancellationToken = default)
    {
        var asked = times.ToDictionary(time => time.Key, time => Math.Max(0, time.Value.ToUnixTimeMilliseconds()));
        var found = await Find(asked, cancellationToken).ConfigureAwait(false);
        return found.ToDictionary(one => one.Key, one => one.Value.Offset < Offset.Zero
            ? (OffsetAndTimestamp?)null
            : new(one.Value.Offset, Timestamps.Of(one.Value.Timestamp), one.Value.Epoch));
    }

    public Task<IReadOnlyDictionary<TopicPartition, Offset>> BeginningOffsetsAsync(
        IEnumerable<TopicPartition> partitions, CancellationToken cancellationToken = default) =>
        FindEnds(partitions, OffsetLookup.Earliest, cancellationToken);

    public Task<IReadOnlyDictionary<TopicPartition, Offset>> EndOffsetsAsync(
        IEnumerable<TopicPartition> partitions, CancellationToken cancellationToken = default) =>
        FindEnds(partitions, OffsetLookup.Latest, cancellationToken);

    public async Task<IReadOnlyDictionary<TopicPartition, TopicPartitionOffset?>> CommittedAsync(
        IEnumerable<TopicPartition> partitions, CancellationToken cancellationToken = default)
    {
        var asked = partitions.Distinct().ToList();
        var committed = await _core.Parts.Commits.Fetch(asked, cancellationToken).ConfigureAwait(false);
        return asked.ToDictionary(
            partition => partition,
            partition => committed.TryGetValue(partition, out var offset) ? offset : (TopicPartitionOffset?)null);
    }

    public Task CommitAsync(CancellationToken cancellationToken = default) =>
        _core.Parts.Commits.CommitHandedOut(cancellationToken);

    public Task CommitAsync(
        IEnumerable<TopicPartitionOffset> offsets, CancellationToken cancellationToken = default) =>
        _core.Parts.Commits.Commit([.. offsets], cancellationToken);

    public Task CommitAsync(ConsumerRecord<TKey, TValue> record, CancellationToken cancellationToken = default) =>
        CommitAsync([new(record.TopicPartition, record.Offset.Plus(1), record.LeaderEpoch)], cancellationToken);

    public ValueTask DisposeAsync()
    {
        ClientMetrics.Remove(this);
        return _core.DisposeAsync();
    }

    string? ILagSource.Group => _group;

    IReadOnlyList<KeyValuePair<TopicPartition, long>> ILagSource.ReadLags()
    {
        var lags = new List<KeyValuePair<TopicPartition, long>>();
        foreach (var partition in Assignment)
        {
            try
            {
                if (CurrentLagOf(partition) is { } lag)
                {
                    lags.Add(new(partition, lag));
                }
            }
            catch (InvalidOperationException)
            {
                // It went away meanwhile.
            }
        }

        return lags;
    }

    private void Reset(IEnumerable<TopicPartition> partitions, AutoOffsetReset to)
    {
        var named = partitions.ToList();
        foreach (var partition in named.Count == 0 ? Assignment : named)
        {
            _core.Table.Reset(partition, to);
        }
    }

    private async Task<IReadOnlyDictionary<TopicPartition, Offset>> FindEnds(
        IEnumerable<TopicPartition> partitions, long time, CancellationToken cancellationToken)
    {
        var asked = partitions.Distinct().ToDictionary(partition => partition, _ => time);
        var found = await Find(asked, cancellationToken).ConfigureAwait(false);
        return found.ToDictionary(one => one.Key, one => one.Value.Offset);
    }

    private Task<IReadOnlyDictionary<TopicPartition, FoundOffset>> Find(
        IReadOnlyDictionary<TopicPartition, long> times, CancellationToken cancellationToken) =>
        _core.Parts.Lookup.Find(times, _core.Parts.Cluster.NewDeadline(), cancellationToken);

    private void OnCommitted(IReadOnlyCollection<TopicPartitionOffset> offsets)
    {
        foreach (var interceptor in _interceptors)
        {
            try
            {
                interceptor.OnCommit(offsets);
            }
            catch (Exception failure)
            {
                _core.Parts.Log.InterceptorFailed(failure, nameof(interceptor.OnCommit));
            }
        }
    }
}

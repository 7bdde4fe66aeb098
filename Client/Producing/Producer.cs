using System.Globalization;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Records;

namespace Cloud.Client;

/// <summary>
/// Writes records to topics of a cluster: gathers them into batches, sends those to the leaders of their partitions,
/// and sends them again while that may help. Idempotent unless <see cref="ProducerOptions"/> say otherwise: nothing is
/// written twice, and the records of a partition keep their order. Thread-safe; one for the whole process is best.
/// </summary>
public sealed class Producer<TKey, TValue> : IProducer<TKey, TValue>
{
    private readonly ProducerOptions _options;
    private readonly ISerializer<TKey> _keys;
    private readonly ISerializer<TValue> _values;
    private readonly InterceptorChain<TKey, TValue> _interceptors;
    private readonly ClusterClient _cluster;
    private readonly RecordAccumulator _accumulator;
    private readonly Sender _sender;
    private readonly PendingDeliveryPool _pending = new();
    private int _isClosed;

    /// <param name="options">What it is set to; checked here.</param>
    /// <param name="keySerializer">Null for the one that <see cref="Serializers.Default{T}"/> finds.</param>
    /// <param name="valueSerializer">The same for values.</param>
    /// <param name="interceptors">Asked in this order.</param>
    /// <exception cref="ClientOptionsException">An option cannot be.</exception>
    /// <exception cref="NotSupportedException">There is no default serializer of the type.</exception>
    public Producer(
        ProducerOptions options,
        ISerializer<TKey>? keySerializer = null,
        ISerializer<TValue>? valueSerializer = null,
        IReadOnlyList<IProducerInterceptor<TKey, TValue>>? interceptors = null)
    {
        _options = options;
        _keys = keySerializer ?? Serializers.Default<TKey>();
        _values = valueSerializer ?? Serializers.Default<TValue>();
        _cluster = new ClusterClient(options, mayCreateTopics: true);
        _interceptors = new(interceptors ?? [], _cluster.Log);
        var reporter = new DeliveryReporter(
            _interceptors.IsEmpty ? null : _interceptors.OnAcknowledgement, _cluster.Log);
        _accumulator = new RecordAccumulator(options, _cluster.Metadata, reporter.IsAlwaysTold);
        _sender = new Sender(_cluster, options, _accumulator, reporter);
    }

    /// <inheritdoc/>
    public ValueTask<RecordMetadata> ProduceAsync(
        ProducerRecord<TKey, TValue> record, CancellationToken cancellationToken = default) => SendingTelemetry.IsOn
            ? ProduceTraced(record, cancellationToken)
            : Produce(record, cancellationToken);

    /// <inheritdoc/>
    public ValueTask SendAsync(
        ProducerRecord<TKey, TValue> record,
        Action<DeliveryReport>? delivered = null,
        CancellationToken cancellationToken = default) => SendingTelemetry.IsOn
            ? SendTraced(record, delivered, cancellationToken)
            : Append(record, delivered, cancellationToken);

    /// <inheritdoc/>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        _sender.BeginFlush();
        try
        {
            await _accumulator.WhenAllAppended(cancellationToken).ConfigureAwait(false);
            await _accumulator.Incomplete.WhenAllDone().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _sender.EndFlush();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<KnownPartition>> PartitionsForAsync(
        string topic, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        var deadline = new Deadline(_options.MaxBlock, nameof(_options.MaxBlock), _options.Clock);
        var known = await _cluster.Metadata.Topic(topic, deadline, cancellationToken).ConfigureAwait(false);
        var brokers = _cluster.Metadata.Snapshot.Brokers;
        return
        [
            .. known.Partitions.Select(partition => new KnownPartition(
                new TopicPartition(topic, partition.Index),
                brokers.GetValueOrDefault(partition.Leader),
                partition.Replicas,
                partition.Isr,
                partition.Offline)),
        ];
    }

    /// <inheritdoc/>
    public async ValueTask AbortAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            var reason = new ClientClosedException("The producer was aborted before the record was written.");
            _accumulator.Close(reason);
            await _sender.Abort(reason).ConfigureAwait(false);
            await _cluster.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Takes nothing more, sends what it has, and ends. It takes as long as that, at most
    /// <see cref="ProducerOptions.DeliveryTimeout"/>; see <see cref="AbortAsync"/>.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            await FlushAsync(CancellationToken.None).ConfigureAwait(false);
            _accumulator.Close(new ClientClosedException("The producer is closed."));
            await _sender.Close().ConfigureAwait(false);
            await _cluster.DisposeAsync().ConfigureAwait(false);
        }
    }

    private ValueTask<RecordMetadata> Produce(
        ProducerRecord<TKey, TValue> record, CancellationToken cancellationToken)
    {
        var pending = _pending.Rent();
        var delivery = pending.Begin(cancellationToken);
        var appended = Append(record, pending, cancellationToken);
        if (!appended.IsCompletedSuccessfully)
        {
            _ = FailWith(appended, pending);
        }

        return delivery;
    }

    private async ValueTask<RecordMetadata> ProduceTraced(
        ProducerRecord<TKey, TValue> record, CancellationToken cancellationToken)
    {
        var sending = SendingTelemetry.Begin(ref record, _options.ClientId);
        try
        {
            var written = await Produce(record, cancellationToken).ConfigureAwait(false);
            if (sending is not null)
            {
                SendingTelemetry.End(sending, written);
            }

            return written;
        }
        catch (Exception failure) when (sending is not null)
        {
            SendingTelemetry.Fail(sending, failure);
            throw;
        }
    }

    private async ValueTask SendTraced(
        ProducerRecord<TKey, TValue> record, Action<DeliveryReport>? delivered, CancellationToken cancellationToken)
    {
        var sending = SendingTelemetry.Begin(ref record, _options.ClientId);
        try
        {
            await Append(record, sending is null ? delivered : (Action<DeliveryReport>)Delivered, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception failure) when (sending is not null)
        {
            SendingTelemetry.Fail(sending, failure);
            throw;
        }

        void Delivered(DeliveryReport report)
        {
            SendingTelemetry.End(sending, report);
            delivered?.Invoke(report);
        }
    }

    private static async Task FailWith(ValueTask appended, PendingDelivery pending)
    {
        try
        {
            await appended.ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            pending.Fail(failure);
        }
    }

    private ValueTask Append(
        ProducerRecord<TKey, TValue> record, object? target, CancellationToken cancellationToken)
    {
        var isIntercepted = !_interceptors.IsEmpty;
        var sent = isIntercepted ? _interceptors.OnSend(record) : record;
        var appended = AppendSent(sent, target, cancellationToken);
        return isIntercepted && !appended.IsCompletedSuccessfully ? Acknowledge(sent, appended) : appended;
    }

    private ValueTask AppendSent(
        in ProducerRecord<TKey, TValue> record, object? target, CancellationToken cancellationToken)
    {
        try
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _isClosed) != 0, this);
            ArgumentException.ThrowIfNullOrEmpty(record.Topic);
            cancellationToken.ThrowIfCancellationRequested();
            return _accumulator.Append(Draft(record), target, cancellationToken);
        }
        catch (Exception failure)
        {
            return ValueTask.FromException(failure);
        }
    }

    private RecordDraft Draft(in ProducerRecord<TKey, TValue> record)
    {
        var draft = RecordDraft.Rent();
        try
        {
            draft.Fill(record, Instant.From(record.Timestamp ?? _options.Clock.GetUtcNow()), _keys, _values);
            Check(draft);
            return draft;
        }
        catch
        {
            draft.Return();
            throw;
        }
    }

    private void Check(RecordDraft draft)
    {
        if (draft.Timestamp.Milliseconds < 0)
        {
            throw new ClientException(
                KafkaError.InvalidTimestamp, $"A record for topic '{draft.Topic}' has a timestamp before 1970.");
        }

        var bytes = draft.SizeBytesMax + RecordBatchLayout.Records;
        var (limit, option) = _options.MaxRequestSize <= _options.BufferMemory
            ? (_options.MaxRequestSize, nameof(_options.MaxRequestSize))
            : (_options.BufferMemory, nameof(_options.BufferMemory));
        if (bytes > limit)
        {
            throw new RecordTooLargeException(
                KafkaError.MessageTooLarge,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A record for topic '{draft.Topic}' takes {bytes} bytes; {option} is {limit}."));
        }
    }

    // Interceptors hear of what was never sent, too.
    private async ValueTask Acknowledge(ProducerRecord<TKey, TValue> record, ValueTask appended)
    {
        try
        {
            await appended.ConfigureAwait(false);
        }
        catch (ClientException failure)
        {
            var metadata = new RecordMetadata(
                new TopicPartition(record.Topic ?? "", record.Partition ?? -1),
                Offset.None,
                record.Timestamp ?? _options.Clock.GetUtcNow());
            _interceptors.OnAcknowledgement(new(metadata, failure));
            throw;
        }
    }
}

namespace Cloud.Client;

/// <summary>
/// Consumes topics as a member of a group and calls a handler for their records: partitions or keys side by side,
/// failures as a <see cref="RetryPolicy"/> says, offsets committed up to the lowest record that is not done. Reading
/// goes on while records are processed, so no record is too slow for the group. When the consumer fails, a new one
/// takes its place.
/// </summary>
public sealed class ConsumerWorker<TKey, TValue> : IWorker
{
    private readonly ConsumerWorkerOptions _options;
    private readonly RecordWork<TKey, TValue> _work;
    private readonly IDeserializer<TKey> _keys;
    private readonly IDeserializer<TValue> _values;
    private readonly IWorkerClients _clients;
    private readonly RetryRoutes _routes;
    private readonly WorkerLog _log;
    private readonly TimeProvider _clock;
    private volatile WorkerRun? _run;
    private volatile Exception? _failure;
    private volatile WorkerState _state = WorkerState.New;

    /// <param name="options">Checked here.</param>
    /// <param name="work">What is done with records.</param>
    /// <param name="keys">Null for the one that <see cref="Deserializers.Default{T}"/> finds.</param>
    /// <param name="values">The same for values.</param>
    /// <exception cref="ClientOptionsException">An option cannot be.</exception>
    /// <exception cref="NotSupportedException">There is no default deserializer of the type.</exception>
    public ConsumerWorker(
        ConsumerWorkerOptions options,
        RecordWork<TKey, TValue> work,
        IDeserializer<TKey>? keys = null,
        IDeserializer<TValue>? values = null)
        : this(options, work, keys, values, new WorkerClients(options))
    {
    }

    internal ConsumerWorker(
        ConsumerWorkerOptions options,
        RecordWork<TKey, TValue> work,
        IDeserializer<TKey>? keys,
        IDeserializer<TValue>? values,
        IWorkerClients clients)
    {
        options.Validate();
        _options = options;
        _work = work;
        _keys = keys ?? Deserializers.Default<TKey>();
        _values = values ?? Deserializers.Default<TValue>();
        _clients = clients;
        _routes = new RetryRoutes(options.Topics, options.Consumer.GroupId!, options.Retry);
        _log = WorkerLog.Of(options.Consumer);
        _clock = options.Consumer.Clock;
    }

    public TimeSpan StalledAfter => _options.StalledAfter;

    public WorkerReport Report()
    {
        var run = _run;
        var failure = run?.Failure ?? (run is { IsProven: true } ? null : _failure);
        var state = failure is not null && _state is WorkerState.Running ? WorkerState.Faulted : _state;
        return new(
            _options.Name, state, failure, run?.Age ?? TimeSpan.Zero, run?.IsMember ?? false, run?.Report() ?? []);
    }

    public async Task RunAsync(CancellationToken stopping, CancellationToken timeUp = default)
    {
        _state = WorkerState.Running;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await RunOnce(stopping, timeUp).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
            }
            catch (Exception failure)
            {
                _failure = failure;
                _log.Faulted(_options.Name, _options.RestartPause, failure);
                await Task.Delay(_options.RestartPause, _clock, stopping)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        _state = WorkerState.Stopped;
    }

    private async Task RunOnce(CancellationToken stopping, CancellationToken timeUp)
    {
        await _clients.CheckTopics(_routes, stopping).ConfigureAwait(false);
        var producer = _options.Retry.PassesOn ? _clients.OpenProducer() : null;
        try
        {
            var consumer = _clients.OpenConsumer(_routes);
            await using var leaving = consumer.ConfigureAwait(false);
            var run = new WorkerRun(consumer, ProcessorOf(producer), _options, _log);
            _run = run;
            await run.Run(_routes.Subscribed, stopping, timeUp).ConfigureAwait(false);
        }
        finally
        {
            _run = null;
            if (producer is not null)
            {
                await producer.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private RecordProcessor<TKey, TValue> ProcessorOf(IProducer<byte[]?, byte[]?>? producer)
    {
        var group = _options.Consumer.GroupId!;
        var backoff = new Backoff(_options.Producer.RetryBackoff, _options.Producer.RetryBackoffMax);
        var forwarder = producer is null ? null : new RecordForwarder(producer, group, backoff, _clock, _log);
        var failures = new FailureHandling(_options.Retry, _routes, forwarder, _clock, _log);
        return new(failures, _keys, _values, _work, group);
    }
}

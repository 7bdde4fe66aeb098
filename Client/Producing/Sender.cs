using System.Collections.Concurrent;

namespace Cloud.Client;

/// <summary>
/// Sends what the accumulator holds. One loop owns everything that is not appended to any more: order, sequences,
/// requests under way, retries. It wakes when there is something to look at, looks at all of it, and sleeps until the
/// next time-out.
/// </summary>
internal sealed class Sender
{
    private readonly ClusterClient _cluster;
    private readonly ProducerOptions _options;
    private readonly RecordAccumulator _accumulator;
    private readonly ProducerClock _clock;
    private readonly ProducerIdentities? _identities;
    private readonly Dispatcher _dispatcher;
    private readonly BatchEndings _endings;
    private readonly ConcurrentQueue<ProduceCall> _ended = new();
    private readonly ITimer _timer;
    private readonly Task _loop;
    private ClientException? _fatal;
    private Task? _refresh;
    private bool _needsMetadata;
    private long _refreshAfter = long.MinValue;

    // Written by others than the loop.
    private volatile ClientException? _abortion;
    private volatile bool _isClosing;
    private int _flushes;

    public Sender(
        ClusterClient cluster, ProducerOptions options, RecordAccumulator accumulator, DeliveryReporter reporter)
    {
        _cluster = cluster;
        _options = options;
        _accumulator = accumulator;
        _clock = new ProducerClock(options.Clock);
        _identities = options.IsIdempotent ? new ProducerIdentities(cluster, accumulator.Signal) : null;
        _dispatcher = new Dispatcher(cluster, options, accumulator, _identities, Send);
        _endings = new BatchEndings(cluster, options, accumulator, reporter, options.IsIdempotent);
        _timer = options.Clock.CreateTimer(
            static signal => ((SenderSignal)signal!).Set(),
            accumulator.Signal,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        _loop = Task.Run(Run);
    }

    /// <summary>While somebody flushes, nothing lingers.</summary>
    public void BeginFlush()
    {
        Interlocked.Increment(ref _flushes);
        _accumulator.Signal.Set();
    }

    public void EndFlush() => Interlocked.Decrement(ref _flushes);

    /// <summary>Ends when all is sent.</summary>
    public Task Close()
    {
        _isClosing = true;
        _accumulator.Signal.Set();
        return _loop;
    }

    /// <summary>Ends now; what is not done fails.</summary>
    public Task Abort(ClientException reason)
    {
        _abortion = reason;
        _accumulator.Signal.Set();
        return _loop;
    }

    private async Task Run()
    {
        try
        {
            while (!IsOver())
            {
                SetAlarm(Round(_clock.Now));
                await _accumulator.Signal.Wait().ConfigureAwait(false);
            }
        }
        catch (Exception failure)
        {
            // A broken invariant. Nobody may wait for ever because of it.
            _cluster.Log.SenderFailed(failure);
            FailAll(new ClientClosedException($"The producer's sender has stopped: {failure.Message}"));
        }
        finally
        {
            await _timer.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void SetAlarm(long wake)
    {
        if (wake == ProducerClock.Never)
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        // A timer counts from when it is set: time that has jumped since the clock was read is not waited for anew.
        _timer.Change(_clock.Until(wake), Timeout.InfiniteTimeSpan);
        if (_clock.Now >= wake)
        {
            _accumulator.Signal.Set();
        }
    }

    private bool IsOver()
    {
        if (_abortion is { } abortion)
        {
            FailAll(abortion);
            return true;
        }

        return _isClosing && _accumulator.Incomplete.IsEmpty;
    }

    // What is in flight is not freed: its memory is read until its connection has ended.
    private void FailAll(ClientException reason)
    {
        _accumulator.Close(reason);
        foreach (var batch in _accumulator.Incomplete.ToArray())
        {
            _endings.Abort(batch, reason);
        }
    }

    private long Round(long now)
    {
        _endings.NeedsMetadata = false;
        while (_ended.TryDequeue(out var call))
        {
            call.Link.InFlight--;
            _endings.End(call, now);
            call.Reply?.Dispose();
        }

        var expiry = Expire(now);
        SettleSequences();
        var lingers = !_isClosing && Volatile.Read(ref _flushes) == 0 && !_accumulator.Memory.HasWaiters;
        var next = _dispatcher.Dispatch(now, lingers);
        _needsMetadata |= _dispatcher.NeedsMetadata || _endings.NeedsMetadata;
        if (_needsMetadata)
        {
            next = Math.Min(next, Refresh(now));
        }

        return Math.Min(next, expiry);
    }

    private long Expire(long now)
    {
        while (_accumulator.Incomplete.Oldest is { } oldest)
        {
            var expiry = _clock.After(oldest.CreatedAt, _options.DeliveryTimeout);
            if (expiry > now)
            {
                return expiry;
            }

            _endings.Expire(oldest);
        }

        return ProducerClock.Never;
    }

    private void SettleSequences()
    {
        if (_identities is null)
        {
            return;
        }

        foreach (var queue in _endings.Unsettled)
        {
            queue.Progress.Resolve();
        }

        if (_identities.Current.IsKnown && _endings.Unsettled.Any(queue => queue.Progress.NeedsNewEpoch))
        {
            _identities.Bump();
        }

        _fatal ??= _identities.Keep() ?? _endings.Fatal;
        if (_fatal is not null)
        {
            FailAll(_fatal);
        }

        if (_identities.Current.IsKnown)
        {
            _endings.Unsettled.RemoveWhere(queue => IsSettled(queue, _identities.Current));
        }
    }

    private static bool IsSettled(PartitionQueue queue, ProducerIdentity current)
    {
        if (queue.Progress.NeedsNewEpoch)
        {
            queue.Progress.Restart(current);
        }

        return !queue.Progress.IsUnresolved;
    }

    // At most one at a time, and not at once after the last. Whoever is put off is not forgotten: most say only once
    // that they have found something wrong.
    private long Refresh(long now)
    {
        if (_refresh is { IsCompleted: false })
        {
            return ProducerClock.Never;
        }

        if (now < _refreshAfter)
        {
            return _refreshAfter;
        }

        _needsMetadata = false;
        _refreshAfter = _clock.After(now, _options.RetryBackoff);
        _refresh = Task.Run(() => _cluster.TryRefresh(_cluster.NewDeadline(), _cluster.Closing));
        _refresh.GetAwaiter().OnCompleted(_accumulator.Signal.Set);
        return ProducerClock.Never;
    }

    private void Send(ProduceCall call, BrokerConnection connection) => _ = SendAndNote(call, connection);

    private async Task SendAndNote(ProduceCall call, BrokerConnection connection)
    {
        await call.Send(connection).ConfigureAwait(false);
        _ended.Enqueue(call);
        _accumulator.Signal.Set();
    }
}

using System.Threading.Tasks.Sources;

namespace Cloud.Client;

/// <summary>
/// What an awaited record waits on. Used again when both have left it, the batch and who awaits, unless it can be
/// cancelled: a cancellation that comes late must not hit the next record.
/// </summary>
internal sealed class PendingDelivery(PendingDeliveryPool pool) : IValueTaskSource<RecordMetadata>
{
    private const int Parties = 2;

    private ManualResetValueTaskSourceCore<RecordMetadata> _core = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _cancellation;
    private int _present;
    private int _isSet;

    public ValueTask<RecordMetadata> Begin(CancellationToken cancellationToken)
    {
        _core.Reset();
        _isSet = 0;
        _present = cancellationToken.CanBeCanceled ? int.MaxValue : Parties;
        var task = new ValueTask<RecordMetadata>(this, _core.Version);
        _cancellation = cancellationToken.UnsafeRegister(
            static (pending, token) => ((PendingDelivery)pending!).Cancel(token), this);
        return task;
    }

    public void Complete(in DeliveryReport report)
    {
        if (Interlocked.Exchange(ref _isSet, 1) == 0)
        {
            _cancellation.Unregister();
            if (report.Error is null)
            {
                _core.SetResult(report.Metadata);
            }
            else
            {
                _core.SetException(report.Error);
            }
        }

        Leave();
    }

    /// <summary>The record never came into a batch.</summary>
    public void Fail(Exception failure)
    {
        if (Interlocked.Exchange(ref _isSet, 1) == 0)
        {
            _cancellation.Unregister();
            _core.SetException(failure);
        }

        Leave();
    }

    public RecordMetadata GetResult(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            Leave();
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void Cancel(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isSet, 1) == 0)
        {
            _core.SetException(new OperationCanceledException(cancellationToken));
        }
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _present) == 0)
        {
            _cancellation = default;
            pool.Return(this);
        }
    }
}

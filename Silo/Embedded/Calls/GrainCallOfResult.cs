using Cloud.Embedded.Clusters;
using Orleans.Runtime;

namespace Cloud.Embedded.Calls;

/// <summary>A call with a result of type <typeparamref name="T"/>.</summary>
public abstract class GrainCall<T>(GrainMethod method, CancellationToken callerToken = default) : GrainCall(method)
{
    private readonly CallCancellation? _cancellation =
        callerToken.CanBeCanceled ? new CallCancellation(callerToken) : null;

    // Continuations of callers must not run inside the target's turn.
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task<T> Task => _completion.Task;

    internal override bool IsCompleted => _completion.Task.IsCompleted;

    /// <summary>The token that the grain sees: cancelled on the grain's own scheduler when the caller's is.</summary>
    protected CancellationToken CalleeToken => _cancellation?.Token ?? CancellationToken.None;

    internal void ObserveCallerToken() => _cancellation?.Observe(this);

    internal sealed override void Run(object instance, ICallTarget target)
    {
        ValueTask<T> result;
        try
        {
            result = Invoke(instance);
        }
        catch (Exception exception)
        {
            End(target, default!, exception);
            return;
        }

        if (result.IsCompletedSuccessfully)
        {
            End(target, result.Result, null);
        }
        else
        {
            _ = EndWhenDone(result, target);
        }
    }

    internal sealed override bool Fail(Exception exception)
    {
        // Nobody waits for it: the exception would only come up as one that nobody observed.
        if (Method.IsOneWay)
        {
            return false;
        }

        var isFirst =
            exception is OperationCanceledException { CancellationToken.IsCancellationRequested: true } cancelled
                ? _completion.TrySetCanceled(cancelled.CancellationToken)
                : _completion.TrySetException(exception);
        if (isFirst)
        {
            Forget();
        }

        return isFirst;
    }

    /// <summary>Calls the method on the grain. Written by the code generator.</summary>
    protected abstract ValueTask<T> Invoke(object grain);

    private async Task EndWhenDone(ValueTask<T> result, ICallTarget target)
    {
        T value;
        try
        {
            value = await result;
        }
        catch (Exception exception)
        {
            End(target, default!, exception);
            return;
        }

        End(target, value, null);
    }

    private void End(ICallTarget target, T value, Exception? failure)
    {
        if (failure is not null)
        {
            target.OnCallFailed(failure);
        }

        // What the last turn of a killed silo answers does not leave it.
        if (!Method.IsOneWay && target.Node.Condition != NodeCondition.Stopped)
        {
            if (target.Node.Cluster.Network.IsFaultless)
            {
                Respond(value, failure);
            }
            else
            {
                RespondOverFaults(target, value, failure);
            }
        }

        target.OnCallEnded(this);
    }

    // Apart from End, so that the closure is made only here.
    private void RespondOverFaults(ICallTarget target, T value, Exception? failure) =>
        target.Node.Cluster.Network.Pass(target.Node, Caller!, () => Respond(value, failure));

    private void Respond(T value, Exception? failure)
    {
        if (failure is not null)
        {
            Fail(failure);
        }
        else if (_completion.TrySetResult(Received(value)))
        {
            Forget();
        }
    }

    // A reference calls from where it was received, which may outlive the silo that made it.
    private T Received(T value) => value is GrainReference reference ? (T)(object)reference.HomedAt(Caller!) : value;

    private void Forget()
    {
        _cancellation?.Dispose();
        Caller?.Outstanding.Remove(this);
    }
}

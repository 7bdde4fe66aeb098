using Cloud.Embedded.Activations;

namespace Cloud.Embedded.Calls;

/// <summary>
/// Carries a caller's cancellation to the grain that runs its call. The caller does not wait for the grain: it gets
/// its <see cref="OperationCanceledException"/> at once, as with Orleans' default.
/// </summary>
internal sealed class CallCancellation : IDisposable
{
    private readonly CancellationTokenSource _callee = new();
    private readonly GrainCall _call;
    private readonly CancellationTokenRegistration _registration;

    public CallCancellation(GrainCall call, CancellationToken callerToken)
    {
        _call = call;
        _registration = callerToken.UnsafeRegister(static (state, token) => ((CallCancellation)state!).Cancel(token), this);
    }

    public CancellationToken Token => _callee.Token;

    public void Dispose() => _registration.Dispose();

    private void Cancel(CancellationToken callerToken)
    {
        _call.Fail(new OperationCanceledException(callerToken));
        if (_call.Target is Activation activation)
        {
            // What the grain registered with its token is the grain's code and runs in its turns only.
            activation.Post(_callee.Cancel);
        }
        else
        {
            _callee.Cancel();
        }
    }
}

using Cloud.Embedded.Activations;

namespace Cloud.Embedded.Calls;

/// <summary>
/// Carries a caller's cancellation to the grain that runs its call. The caller does not wait for the grain: it gets
/// its <see cref="OperationCanceledException"/> at once, as with Orleans' default.
/// </summary>
internal sealed class CallCancellation(CancellationToken callerToken) : IDisposable
{
    private readonly CancellationTokenSource _callee = new();
    private CancellationTokenRegistration _registration;
    private GrainCall? _call;

    public CancellationToken Token => _callee.Token;

    public void Observe(GrainCall call)
    {
        _call = call;
        _registration = callerToken.UnsafeRegister(static state => ((CallCancellation)state!).Cancel(), this);
    }

    public void Dispose() => _registration.Dispose();

    private void Cancel()
    {
        _call!.Fail(new OperationCanceledException(callerToken));
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

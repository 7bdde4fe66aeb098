using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Cloud.Embedded.Activations;

/// <summary>
/// Creates, activates and deactivates the grain of one <see cref="Activation"/>. Runs in the activation's turns only,
/// apart from <see cref="Ended"/>.
/// </summary>
internal sealed class ActivationLife(Activation activation)
{
    private TaskCompletionSource? _ended;
    private AsyncServiceScope? _scope;
    private DeactivationReason? _endReason;
    private GrainTimers? _timers;

    public ActivationState State { get; private set; }

    public IGrainBase? Instance { get; private set; }

    public bool IsEndRequested => _endReason is not null;

    public GrainTimers Timers => _timers ??= new GrainTimers();

    public IServiceProvider Services => _scope?.ServiceProvider
        ?? throw new InvalidOperationException($"{activation} is not active.");

    public Task Ended
    {
        get
        {
            var ended = LazyInitializer.EnsureInitialized(
                ref _ended, static () => new(TaskCreationOptions.RunContinuationsAsynchronously));
            if (State == ActivationState.Gone)
            {
                ended.TrySetResult();
            }

            return ended.Task;
        }
    }

    /// <summary>The activation runs in the request context of the call that causes it.</summary>
    public void BeginIfNew(Dictionary<string, object>? requestContext)
    {
        if (State == ActivationState.Created)
        {
            State = ActivationState.Activating;
            RequestContext.Values = requestContext;
            _ = Begin();
        }
    }

    public void RequestEnd(DeactivationReason reason)
    {
        _endReason ??= reason;
        EndIfRequested();
    }

    public void EndIfRequested()
    {
        if (_endReason is { } reason && State == ActivationState.Valid && !activation.IsBusy)
        {
            State = ActivationState.Deactivating;
            _ = End(reason);
        }
        else if (_endReason is not null && State == ActivationState.Created)
        {
            // Its first call was lost on the way, so there is nothing to deactivate.
            State = ActivationState.Deactivating;
            _ = LeaveAndReroute();
        }
    }

    public void OnCallFailed(Exception failure)
    {
        // The grain's idea of its state is out of date: the next call reads it anew. Not so the state of its callers,
        // whom the same exception passes.
        if (failure is InconsistentStateException { IsFresh: true } stale)
        {
            stale.IsFresh = false;
            _endReason ??= new(
                DeactivationReasonCode.ApplicationError, failure, "Deactivated due to inconsistent state.");
        }
    }

    private async Task Begin()
    {
        try
        {
            await Activate();
        }
        catch (Exception exception)
        {
            activation.Silo.Log.ActivationFailed(exception, activation.GrainId);
            await Leave();
            activation.FailWaiting(exception);
            return;
        }

        State = ActivationState.Valid;
        activation.StartWaiting();
        EndIfRequested();
    }

    private async Task Activate()
    {
        using var timeout = new CancellationTokenSource(activation.Silo.ActivationTimeout, activation.Silo.Clock);
        _scope = activation.Silo.Services.CreateAsyncScope();
        try
        {
            Instance = await activation.Class.Create(activation, Services);
            await Instance.OnActivateAsync(timeout.Token).WaitAsync(timeout.Token);
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"Activation of {activation.GrainId} took longer than {activation.Silo.ActivationTimeout}.", exception);
        }
    }

    private async Task End(DeactivationReason reason)
    {
        _timers?.Dispose();
        try
        {
            using var timeout = new CancellationTokenSource(activation.Silo.DeactivationTimeout, activation.Silo.Clock);
            await Instance!.OnDeactivateAsync(reason, timeout.Token).WaitAsync(timeout.Token);
        }
        catch (Exception exception)
        {
            activation.Silo.Log.DeactivationFailed(exception, activation.GrainId);
        }

        await LeaveAndReroute();
    }

    private async Task LeaveAndReroute()
    {
        await Leave();
        activation.RerouteWaiting();
    }

    private async Task Leave()
    {
        activation.LeaveDirectory();
        _timers?.Dispose();
        try
        {
            (Instance as IDisposable)?.Dispose();
            await (_scope?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
        catch (Exception exception)
        {
            activation.Silo.Log.DeactivationFailed(exception, activation.GrainId);
        }

        State = ActivationState.Gone;
        Volatile.Read(ref _ended)?.TrySetResult();
    }
}

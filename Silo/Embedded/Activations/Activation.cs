using Cloud.Embedded.Calls;
using Cloud.Embedded.Clusters;
using Cloud.Embedded.Silos;
using Orleans;
using Orleans.Runtime;

namespace Cloud.Embedded.Activations;

/// <summary>
/// One grain in memory. Receives calls, decides when each may run, and lives from its first call to its deactivation
/// (<see cref="ActivationLife"/>). Its state is changed in its own turns only; <see cref="Receive"/>,
/// <see cref="Post"/> and <see cref="Deactivate"/> may be called from any thread.
/// </summary>
internal sealed class Activation : IGrainContext, ICallTarget
{
    [ThreadStatic]
    private static Activation? _current;

    private readonly ActivationScheduler _scheduler;
    private readonly ActivationLife _life;
    private readonly StatelessWorkerGroup? _workers;
    private RunningCalls _running;
    private CallQueue _waiting;
    private List<Guid>? _reentrantSections;
    private Func<GrainCall, bool>? _mayStart;
    private bool _isStartingWaiting;

    public Activation(EmbeddedSilo silo, GrainId grainId, GrainClass grainClass, StatelessWorkerGroup? workers = null)
    {
        Silo = silo;
        GrainId = grainId;
        Class = grainClass;
        _workers = workers;
        _scheduler = new ActivationScheduler(this);
        _life = new ActivationLife(this);
    }

    /// <summary>The activation whose turn this thread runs.</summary>
    public static Activation? Current
    {
        get => _current;
        set => _current = value;
    }

    public EmbeddedSilo Silo { get; }

    public GrainClass Class { get; }

    public GrainId GrainId { get; }

    public GrainReference GrainReference => new(Silo, GrainId);

    public object? GrainInstance => _life.Instance;

    public IServiceProvider ActivationServices => _life.Services;

    public Task Deactivated => _life.Ended;

    /// <summary>Whether a call runs.</summary>
    public bool IsBusy => !_running.IsEmpty;

    public ActivationUse Use { get; } = new();

    EmbeddedNode ICallTarget.Node => Silo;

    private bool CanStart => _life.State == ActivationState.Valid && !_life.IsEndRequested;

    public void Receive(GrainCall call) => _scheduler.Enqueue(call);

    /// <summary>Runs code in a turn.</summary>
    public void Post(Action action) => _scheduler.Enqueue(action);

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        // At once when the grain itself asks: no call that waits starts after that.
        if (ReferenceEquals(Current, this))
        {
            _life.RequestEnd(deactivationReason);
        }
        else
        {
            Post(() => _life.RequestEnd(deactivationReason));
        }
    }

    /// <summary>Deactivates if nothing runs or waits. Looked at in a turn: a call may be on its way just now.</summary>
    public void Collect(TimeSpan age) => Post(() =>
    {
        if (CanStart && !IsBusy && _waiting.IsEmpty && Use.IsOlderThan(Silo.Clock, age))
        {
            _life.RequestEnd(
                new(DeactivationReasonCode.ActivationIdle, $"Not used for {age}, the limit of its class."));
        }
    });

    public void DelayDeactivation(TimeSpan timeSpan) => Use.KeepUntil(Silo.Clock, timeSpan);

    public IGrainTimer StartTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options) =>
        _life.Timers.Start(this, callback, options);

    public void EnterReentrantSection(Guid id) => (_reentrantSections ??= []).Add(id);

    public void LeaveReentrantSection(Guid id) => _reentrantSections?.Remove(id);

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override string ToString() => $"{GrainId} on {Silo.Address}";

    internal void RunTurn(object item)
    {
        if (item is GrainCall call)
        {
            Arrive(call);
        }
        else
        {
            ((Action)item)();
        }
    }

    void ICallTarget.OnCallFailed(Exception failure) => _life.OnCallFailed(failure);

    void ICallTarget.OnCallEnded(GrainCall call)
    {
        ActivationScheduler.RestoreCleanContext();
        _running.Remove(call);
        Release(call);
        StartWaiting();
        _life.EndIfRequested();
    }

    /// <summary>Starts what waits and may run now.</summary>
    internal void StartWaiting()
    {
        // A call that ends at once comes back here: the loop below goes on, the stack does not grow.
        if (_isStartingWaiting)
        {
            return;
        }

        _isStartingWaiting = true;
        while (CanStart && !_waiting.IsEmpty && _waiting.TakeFirst(_mayStart ??= MayStart) is { } call)
        {
            // What the last call set in its async-local values is none of the next one's business.
            ActivationScheduler.RestoreCleanContext();
            Start(call);
        }

        _isStartingWaiting = false;
    }

    /// <summary>Fails all that waits: the activation could not be made.</summary>
    internal void FailWaiting(Exception exception)
    {
        while (_waiting.Take() is { } call)
        {
            Release(call);
            call.Fail(exception);
        }
    }

    /// <summary>Sends all that waits to where the grain is, or will be, activated next.</summary>
    internal void RerouteWaiting()
    {
        while (_waiting.Take() is { } call)
        {
            Reroute(call);
        }
    }

    internal void LeaveDirectory()
    {
        if (_workers is null)
        {
            Silo.Cluster.Directory.Remove(GrainId, this);
        }
        else
        {
            _workers.Remove(this);
        }
    }

    private void Arrive(GrainCall call)
    {
        switch (_life.State)
        {
            case ActivationState.Gone:
                Reroute(call);
                break;
            case ActivationState.Valid when CanStart && MayStart(call):
                Start(call);
                break;
            default:
                _waiting.Add(call);
                _life.BeginIfNew(call.RequestContext);
                break;
        }
    }

    private void Reroute(GrainCall call)
    {
        Release(call);

        // A tick of one of our own timers has no caller and nowhere else to go.
        if (call.Caller is not null && !call.IsCompleted)
        {
            Silo.Forward(call);
        }
    }

    // Ticks are not among the calls that a group of workers counts.
    private void Release(GrainCall call)
    {
        if (call.Caller is not null)
        {
            _workers?.Release(this);
        }
    }

    private bool MayStart(GrainCall call) =>
        Class.IsReentrant
        || _running.Admits(call)
        || (_reentrantSections is { Count: > 0 } sections && sections.Contains(call.ReentrancyId));

    private void Start(GrainCall call)
    {
        // Its caller gave up while it waited.
        if (call.IsCompleted)
        {
            Release(call);
            return;
        }

        Use.Touch(Silo.Clock, call);
        _running.Add(call);
        RequestContext.Values = call.RequestContext;
        call.Run(_life.Instance!, this);
    }
}

using Cloud.Embedded.Calls;
using Orleans;
using Orleans.Runtime;

namespace Cloud.Embedded.Clusters;

/// <summary>
/// An ordinary object that grains call: its calls run one at a time on the thread pool. Held weakly, as in Orleans: who
/// made the reference keeps the object alive. Thread-safe.
/// </summary>
internal sealed class ObserverTarget(EmbeddedNode node, GrainId id, IGrainObserver observer) : ICallTarget
{
    private const string TypePrefix = "sys.observer";

    private readonly WeakReference<IGrainObserver> _observer = new(observer);
    private CallQueue _waiting;
    private bool _isRunning;

    public EmbeddedNode Node => node;

    public static GrainId NewId() => GrainId.Create(TypePrefix, Guid.NewGuid().ToString("N"));

    public static bool IsObserver(GrainId id) => id.Type.ToString() == TypePrefix;

    public bool Refers(IGrainObserver other) =>
        _observer.TryGetTarget(out var target) && ReferenceEquals(target, other);

    public void Receive(GrainCall call)
    {
        lock (_observer)
        {
            _waiting.Add(call);
            if (_isRunning)
            {
                return;
            }

            _isRunning = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static target => target.RunNext(), this, preferLocal: false);
    }

    public void OnCallFailed(Exception failure)
    {
        // An observer keeps nothing that a failure could spoil.
    }

    public void OnCallEnded(GrainCall call) =>
        ThreadPool.UnsafeQueueUserWorkItem(static target => target.RunNext(), this, preferLocal: false);

    private void RunNext()
    {
        GrainCall? call;
        lock (_observer)
        {
            call = _waiting.Take();
            _isRunning = call is not null;
        }

        if (call is null)
        {
            return;
        }

        if (_observer.TryGetTarget(out var target))
        {
            RequestContext.Values = call.RequestContext;
            call.Run(target, this);
        }
        else
        {
            node.Cluster.Directory.Remove(id, this);
            call.Fail(new ClientNotAvailableException(id));
            OnCallEnded(call);
        }
    }
}

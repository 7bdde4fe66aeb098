using Cloud.Embedded.Clusters;

namespace Cloud.Embedded.Calls;

/// <summary>What calls are delivered to: an activation, a group of stateless workers, an observer.</summary>
internal interface ICallTarget
{
    /// <summary>Where it lives: the far end of the link that calls and responses pass.</summary>
    EmbeddedNode Node { get; }

    /// <summary>
    /// Queues a call. From any thread; never fails: what cannot be run here is sent on or failed later.
    /// </summary>
    void Receive(GrainCall call);

    /// <summary>
    /// A call that ran here has failed, and its caller does not know yet. On the target's own scheduler.
    /// </summary>
    void OnCallFailed(Exception failure);

    /// <summary>A call that ran here has ended. On the target's own scheduler.</summary>
    void OnCallEnded(GrainCall call);
}

using Cloud.Core.Controller.State;
using Cloud.Protocol;

namespace Cloud.Core.Controller;

/// <summary>A document that a decision changes, as a whole.</summary>
public abstract record ControllerRecord
{
    private ControllerRecord()
    {
    }

    /// <summary>The topic is new, or another than before.</summary>
    public sealed record TopicChanged(TopicState Topic) : ControllerRecord;

    /// <summary>The topic is gone; the cluster document, written before, has the record of it.</summary>
    public sealed record TopicRemoved(TopicId Id) : ControllerRecord;

    /// <summary>What belongs to no topic. In every decision that changes anything: the version grows.</summary>
    public sealed record ClusterChanged(ClusterState Cluster) : ControllerRecord;
}

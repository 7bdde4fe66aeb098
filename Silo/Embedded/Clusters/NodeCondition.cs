namespace Cloud.Embedded.Clusters;

/// <summary>Whether a node runs code. Unlike its status in the membership table, others do not see it.</summary>
internal enum NodeCondition
{
    Running,
    Paused,
    Stopped,
}

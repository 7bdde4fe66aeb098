namespace Cloud.Core.Groups.Coordinator;

/// <summary>Whether a coordinator can answer.</summary>
public enum CoordinatorPhase
{
    /// <summary>Another broker coordinates these groups, or nobody.</summary>
    NotLeader,

    /// <summary>The log is being replayed: nothing is answered before its end.</summary>
    Loading,

    Active,

    /// <summary>The log could not be read: whoever hosts the coordinator tries again, or another leader.</summary>
    Failed,
}

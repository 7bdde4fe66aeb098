namespace Cloud.Core.Groups.Classic;

/// <summary>Where a classic group is in its rebalance. The names are what describing a group shows.</summary>
public enum ClassicGroupState
{
    /// <summary>No members; offsets perhaps.</summary>
    Empty,

    /// <summary>Waits until members have joined, or their time is up.</summary>
    PreparingRebalance,

    /// <summary>Waits for the leader's assignment.</summary>
    CompletingRebalance,

    /// <summary>Each member has its assignment.</summary>
    Stable,
}

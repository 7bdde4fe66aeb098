namespace Cloud.Core.Groups.Consumers;

/// <summary>How far a member is with its target assignment. The numbers are those of its record.</summary>
public enum MemberState : sbyte
{
    /// <summary>It has what it is to have.</summary>
    Stable = 0,

    /// <summary>It has to give up partitions and say so.</summary>
    UnrevokedPartitions = 1,

    /// <summary>It waits for partitions that others have not given up yet.</summary>
    UnreleasedPartitions = 2,
}

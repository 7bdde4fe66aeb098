namespace Cloud.Client;

/// <summary>
/// <c>partition.assignment.strategy</c>: how the leading member of a classic group divides partitions.
/// </summary>
public enum PartitionAssignmentStrategy
{
    /// <summary>A run of each topic's partitions to each member; the same runs of topics that are alike.</summary>
    Range,

    /// <summary>One partition after the other to one member after the other.</summary>
    RoundRobin,

    /// <summary>Even, and as it was as far as that can be; everything is given up in between.</summary>
    Sticky,

    /// <summary>Sticky, but only what moves is given up (KIP-429). All members must have it.</summary>
    CooperativeSticky,
}

namespace Cloud.Client;

/// <summary>Which records a worker processes one after the other; all others are processed side by side.</summary>
public enum ProcessingOrder
{
    /// <summary>Those of a partition: each partition goes on by itself.</summary>
    Partition,

    /// <summary>
    /// Those of a key within a partition. Records without a key have no order. A record that is tried again holds up
    /// its key, and those keys that share its lane.
    /// </summary>
    Key,
}

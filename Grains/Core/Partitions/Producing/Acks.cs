namespace Cloud.Core.Partitions.Producing;

/// <summary>What a produce waits for. The numbers are Kafka's.</summary>
public enum Acks : short
{
    /// <summary>All replicas in sync have the records.</summary>
    All = -1,

    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The leader has them in its page cache.</summary>
    Leader = 1,
}

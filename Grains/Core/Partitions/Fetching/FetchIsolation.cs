namespace Cloud.Core.Partitions.Fetching;

/// <summary>How far a reader may look. The numbers are those of Kafka's <c>isolation_level</c>.</summary>
public enum FetchIsolation : sbyte
{
    ReadUncommitted = 0,

    ReadCommitted = 1,
}

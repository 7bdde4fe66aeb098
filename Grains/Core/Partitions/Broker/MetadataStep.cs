namespace Cloud.Core.Partitions.Broker;

/// <summary>What a delta is to a broker's metadata.</summary>
internal enum MetadataStep
{
    /// <summary>It follows: apply it.</summary>
    Next,

    /// <summary>Known already, or from a deposed controller.</summary>
    Old,

    /// <summary>Something before it is missing.</summary>
    Gap,
}

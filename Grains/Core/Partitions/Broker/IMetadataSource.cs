namespace Cloud.Core.Partitions.Broker;

/// <summary>Where a broker's metadata comes from.</summary>
public interface IMetadataSource
{
    /// <summary>A delta is missing: everything is wanted, when it can be had. Does not wait.</summary>
    void RequestSnapshot();
}

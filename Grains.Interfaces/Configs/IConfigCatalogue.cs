using System.Collections.Immutable;

namespace Cloud.Grains.Interfaces.Configs;

/// <summary>
/// All settings with their values and where these come from, as this broker knows them. A service of each silo. Any
/// thread.
/// </summary>
public interface IConfigCatalogue
{
    /// <summary>Of a topic that sets these itself.</summary>
    IEnumerable<ConfigEntry> DescribeTopic(ImmutableSortedDictionary<string, string> own);

    /// <summary>Of this broker.</summary>
    IEnumerable<ConfigEntry> DescribeBroker();

    /// <summary>Only what is set for the whole cluster.</summary>
    IEnumerable<ConfigEntry> DescribeCluster();
}

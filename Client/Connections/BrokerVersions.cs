using System.Collections.Frozen;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Client;

/// <summary>What a broker speaks, by its own word (ApiVersions). Immutable.</summary>
internal sealed class BrokerVersions
{
    private readonly FrozenDictionary<short, ApiVersionRange> _ranges;

    public BrokerVersions(ApiVersionsResponse response)
    {
        _ranges = response.ApiKeys
            .DistinctBy(api => api.ApiKey)
            .ToFrozenDictionary(api => api.ApiKey, api => new ApiVersionRange(api.MinVersion, api.MaxVersion));
        Features = response.FinalizedFeatures
            .DistinctBy(feature => feature.Name)
            .ToFrozenDictionary(feature => feature.Name, feature => feature.MaxVersionLevel);
    }

    /// <summary>Finalised features of the cluster, such as <c>group.version</c>, and their levels.</summary>
    public FrozenDictionary<string, short> Features { get; }

    /// <summary>
    /// The highest version that both speak, at most <paramref name="versionMax"/>; null when there is none.
    /// </summary>
    public short? VersionOf(ApiDescription api, short versionMax = short.MaxValue)
    {
        if (!_ranges.TryGetValue((short)api.Key, out var theirs) || versionMax < api.Versions.First)
        {
            return null;
        }

        var ours = new ApiVersionRange(api.Versions.First, Math.Min(api.Versions.Last, versionMax));
        return ours.HighestInCommon(theirs);
    }
}

using System.Collections.Immutable;
using Cloud.Core.Configuration;
using Cloud.Grains.Brokers;
using Cloud.Grains.Interfaces.Configs;

namespace Cloud.Grains.Configs;

/// <summary>The settings for those who know the contracts only. Stateless; any thread.</summary>
internal sealed class ConfigCatalogue(BrokerIdentity identity, BrokerSettings settings, BrokerRuntime broker)
    : IConfigCatalogue
{
    private readonly BrokerConfig _config = settings.Config.WithFacts(FactsOf(identity));

    private ConfigDescriptions Descriptions => new(_config, broker.Member.Image.DefaultConfigs);

    public IEnumerable<ConfigEntry> DescribeTopic(ImmutableSortedDictionary<string, string> own) =>
        Descriptions.OfTopic(own).Select(ToEntry);

    public IEnumerable<ConfigEntry> DescribeBroker() => Descriptions.OfBroker().Select(ToEntry);

    public IEnumerable<ConfigEntry> DescribeCluster() => Descriptions.OfCluster().Select(ToEntry);

    private static Dictionary<string, string> FactsOf(BrokerIdentity identity) => new()
    {
        [BrokerConfigKeys.NodeId] = identity.BrokerId.ToString(),
        [BrokerConfigKeys.BrokerId] = identity.BrokerId.ToString(),
        [BrokerConfigKeys.LogDirs] = identity.DataFolder,
        [BrokerConfigKeys.AdvertisedListeners] = string.Join(
            ',', identity.Listeners.Select(listener => $"{listener.Name}://{listener.Host}:{listener.Port}")),
    };

    private static ConfigEntry ToEntry(ConfigDescription description) => new(
        description.Name,
        description.Value,
        description.IsReadOnly,
        (sbyte)description.Source,
        (sbyte)description.Type,
        description.Documentation,
        [.. description.Synonyms.Select(synonym =>
            new ConfigEntrySynonym(synonym.Name, synonym.Value, (sbyte)synonym.Source))]);
}

using System.Collections.Immutable;
using System.Globalization;
using Cloud.Core.Storage.Configuration;

namespace Cloud.Core.Configuration;

/// <summary>
/// Shows settings with where their values come from. What counts is found as <see cref="TopicDefaults"/> finds it: the
/// topic's own word, the cluster's, the broker's, Kafka's default; of several names of a setting the first that is set.
/// </summary>
/// <param name="clusterDefaults">By broker keys, as the controller has committed them.</param>
public sealed class ConfigDescriptions(
    BrokerConfig config, ImmutableSortedDictionary<string, string> clusterDefaults)
{
    /// <summary>All settings of a topic that sets these. Sorted by name.</summary>
    public IEnumerable<ConfigDescription> OfTopic(IReadOnlyDictionary<string, string> own)
    {
        foreach (var definition in TopicConfigDefinitions.All)
        {
            var chain = ChainOf(definition);
            var value = chain.IsEmpty ? definition.Default : InTopicUnit(definition, chain[0]);
            if (own.TryGetValue(definition.Name, out var set) && definition.Rule.Refuse(set) is null)
            {
                value = set.Trim();
                chain = chain.Insert(0, new(definition.Name, value, ConfigSource.DynamicTopic));
            }

            yield return new(
                definition.Name,
                value,
                IsReadOnly: false,
                SourceOf(chain),
                definition.Type,
                definition.Documentation,
                chain);
        }
    }

    /// <summary>All settings of the broker. Sorted by name.</summary>
    public IEnumerable<ConfigDescription> OfBroker() => BrokerConfigDefinitions.All
        .Select(Describe)
        .Concat(TopicConfigDefinitions.All.SelectMany(
            definition => definition.BrokerKeys.Select(key => Describe(definition, key))))
        .OrderBy(description => description.Name, StringComparer.Ordinal);

    /// <summary>What is set for the whole cluster. Sorted by name.</summary>
    public IEnumerable<ConfigDescription> OfCluster()
    {
        foreach (var (name, value) in clusterDefaults)
        {
            if (TopicConfigDefinitions.TryGetByBrokerKey(name, out var definition, out _))
            {
                yield return new(
                    name,
                    value,
                    IsReadOnly: false,
                    ConfigSource.DynamicDefaultBroker,
                    definition.Type,
                    definition.Documentation,
                    [new(name, value, ConfigSource.DynamicDefaultBroker)]);
            }
        }
    }

    private ConfigDescription Describe(BrokerConfigDefinition definition)
    {
        var chain = ImmutableArray.CreateBuilder<ConfigSynonym>();
        if (config.Given.TryGetValue(definition.Name, out var given))
        {
            chain.Add(new(definition.Name, given, ConfigSource.StaticBroker));
        }

        if (definition.Default is { } value)
        {
            chain.Add(new(definition.Name, value, ConfigSource.Default));
        }

        var synonyms = chain.ToImmutable();
        return new(
            definition.Name,
            synonyms.FirstOrDefault()?.Value,
            IsReadOnly: true,
            SourceOf(synonyms),
            definition.Type,
            definition.Documentation,
            synonyms);
    }

    // Under one of several names only what this name says, and whom it falls back to: as Kafka shows it.
    private ConfigDescription Describe(TopicConfigDefinition definition, BrokerKey key)
    {
        ImmutableArray<ConfigSynonym> synonyms =
            [.. ChainOf(definition).SkipWhile(synonym => synonym.Name != key.Name)];
        return new(
            key.Name,
            synonyms.FirstOrDefault()?.Value,
            !BrokerConfigRules.IsDynamic(key.Name),
            SourceOf(synonyms),
            definition.Type,
            definition.Documentation,
            synonyms);
    }

    private ImmutableArray<ConfigSynonym> ChainOf(TopicConfigDefinition definition)
    {
        if (definition.BrokerKeys.Length == 0)
        {
            return [];
        }

        var chain = ImmutableArray.CreateBuilder<ConfigSynonym>();
        AddSet(chain, definition, clusterDefaults, ConfigSource.DynamicDefaultBroker);
        AddSet(chain, definition, config.Given, ConfigSource.StaticBroker);

        // Of several names the last one has Kafka's default, in its own unit.
        var last = definition.BrokerKeys[^1];
        var value = last.Factor == 1
            ? definition.Default
            : (long.Parse(definition.Default, CultureInfo.InvariantCulture) / last.Factor).ToString(null, null);
        chain.Add(new(last.Name, value, ConfigSource.Default));
        return chain.ToImmutable();
    }

    private static void AddSet(
        ImmutableArray<ConfigSynonym>.Builder chain,
        TopicConfigDefinition definition,
        ImmutableSortedDictionary<string, string> settings,
        ConfigSource source)
    {
        foreach (var key in definition.BrokerKeys)
        {
            if (settings.TryGetValue(key.Name, out var value)
                && definition.Rule.Refuse(key.InTopicUnit(value)) is null)
            {
                chain.Add(new(key.Name, value.Trim(), source));
            }
        }
    }

    private static string InTopicUnit(TopicConfigDefinition definition, ConfigSynonym synonym) =>
        definition.BrokerKeys.First(key => key.Name == synonym.Name).InTopicUnit(synonym.Value);

    private static ConfigSource SourceOf(ImmutableArray<ConfigSynonym> chain) =>
        chain.IsEmpty ? ConfigSource.Default : chain[0].Source;
}

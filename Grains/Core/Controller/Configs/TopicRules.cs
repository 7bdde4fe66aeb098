using System.Collections.Immutable;
using System.Globalization;
using Cloud.Core.Controller.State;
using Cloud.Core.Storage.Configuration;

namespace Cloud.Core.Controller.Configs;

/// <summary>
/// The rules of the settings that the storage has. Brokers come to the same values by <see cref="TopicDefaults"/>,
/// given that all of them have the same configuration; where they have not, the controller's decides elections.
/// </summary>
public sealed class TopicRules : ITopicRules
{
    private static readonly ImmutableSortedDictionary<string, string> NoConfigs =
        ImmutableSortedDictionary<string, string>.Empty;

    private readonly IReadOnlyDictionary<string, string> _brokerConfig;
    private readonly bool _isTieringAvailable;

    // The last that was asked for: cluster-wide defaults change rarely and are asked for with each decision.
    private Known _known;

    /// <param name="brokerConfig">The broker's own defaults of topic settings, by broker keys.</param>
    /// <exception cref="ArgumentException">They hold other keys, or values that are none.</exception>
    public TopicRules(
        IReadOnlyDictionary<string, string>? brokerConfig = null, bool isTieringAvailable = false)
    {
        _brokerConfig = brokerConfig ?? NoConfigs;
        _isTieringAvailable = isTieringAvailable;
        if (BrokerConfigRules.FaultOfStatic(_brokerConfig) is { } fault)
        {
            throw new ArgumentException(fault, nameof(brokerConfig));
        }

        _known = new(NoConfigs, new(_brokerConfig, NoConfigs));
    }

    public string? FaultOf(
        ImmutableSortedDictionary<string, string> configs,
        ImmutableSortedDictionary<string, string>? previous,
        ImmutableSortedDictionary<string, string> clusterDefaults)
    {
        var defaults = With(clusterDefaults);
        var error = defaults.FaultOf(configs) ?? TopicConfigRules.CheckChange(
            previous is null ? null : defaults.Of(previous), defaults.Of(configs), _isTieringAvailable);
        return error?.Message;
    }

    public string? FaultOfDefaults(ImmutableSortedDictionary<string, string> configs) =>
        BrokerConfigRules.FaultOfDynamic(configs, _brokerConfig);

    public bool IsList(string key) => DefinitionOf(key)?.Type is ConfigType.List;

    public string? InheritedOf(string key, ImmutableSortedDictionary<string, string> clusterDefaults) =>
        TopicConfigDefinitions.TryGet(key, out _) ? With(clusterDefaults).ValueOf(NoConfigs, key) : null;

    public string? DefaultOf(string key) =>
        BrokerConfigRules.IsDynamic(key) ? With(NoConfigs).ValueOf(NoConfigs, DefinitionOf(key)!.Name) : null;

    public int MinInSyncReplicas(TopicState topic, ImmutableSortedDictionary<string, string> clusterDefaults) =>
        int.Parse(
            With(clusterDefaults).ValueOf(topic.Configs, TopicConfigKeys.MinInSyncReplicas),
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture);

    public bool IsUncleanElectionEnabled(
        TopicState topic, ImmutableSortedDictionary<string, string> clusterDefaults) =>
        bool.Parse(With(clusterDefaults).ValueOf(topic.Configs, TopicConfigKeys.UncleanLeaderElectionEnable));

    public bool IsWriteCached(TopicState topic, ImmutableSortedDictionary<string, string> clusterDefaults) =>
        bool.Parse(With(clusterDefaults).ValueOf(topic.Configs, TopicConfigKeys.WriteCaching));

    private static TopicConfigDefinition? DefinitionOf(string key) =>
        TopicConfigDefinitions.TryGet(key, out var definition)
        || TopicConfigDefinitions.TryGetByBrokerKey(key, out definition, out _)
            ? definition
            : null;

    private TopicDefaults With(ImmutableSortedDictionary<string, string> clusterDefaults)
    {
        var known = _known;
        if (!ReferenceEquals(known.ClusterDefaults, clusterDefaults))
        {
            _known = known = new(clusterDefaults, new(_brokerConfig, clusterDefaults));
        }

        return known.Defaults;
    }

    private sealed record Known(ImmutableSortedDictionary<string, string> ClusterDefaults, TopicDefaults Defaults);
}

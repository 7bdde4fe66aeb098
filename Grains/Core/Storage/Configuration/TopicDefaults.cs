using Cloud.Protocol;

namespace Cloud.Core.Storage.Configuration;

/// <summary>
/// What topics have where they do not say otherwise: the cluster-wide default, else what the broker's own configuration
/// says, else what Kafka does. The controller and every leader ask here, so that they come to the same. Immutable.
/// </summary>
public sealed class TopicDefaults
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <param name="brokerConfig">By broker keys; see <see cref="BrokerConfigRules"/>.</param>
    /// <param name="clusterDefaults">
    /// By broker keys. What a later release has set is passed over: it was checked by whoever committed it.
    /// </param>
    public TopicDefaults(
        IReadOnlyDictionary<string, string> brokerConfig, IReadOnlyDictionary<string, string> clusterDefaults)
    {
        Add(TopicConfigDefinitions.FromBroker(brokerConfig));

        // After them: whatever name the broker uses for a setting, the cluster's word on it counts.
        Add(TopicConfigDefinitions.FromBroker(clusterDefaults));
    }

    /// <summary>What is wrong with a topic that sets these; null when nothing is.</summary>
    public TopicConfigError? FaultOf(IReadOnlyDictionary<string, string> topicConfigs) =>
        TopicConfigParser.Parse(topicConfigs, _values).Error;

    /// <summary>
    /// The settings of a topic that sets these. What is committed has been checked: only a later release leaves keys
    /// and values that are none here. They count as not set, rather than costing the topic all the others.
    /// </summary>
    public TopicConfig Of(IReadOnlyDictionary<string, string> topicConfigs)
    {
        var (own, inherited) = (topicConfigs, _values);
        while (true)
        {
            var result = TopicConfigParser.Parse(own, inherited);
            if (result.IsValid)
            {
                return result.Config;
            }

            if (own.ContainsKey(result.Error.Key))
            {
                own = Without(own, result.Error.Key);
            }
            else if (inherited.ContainsKey(result.Error.Key))
            {
                inherited = Without(inherited, result.Error.Key);
            }
            else
            {
                return TopicConfig.Default;
            }
        }
    }

    /// <summary>One setting of a topic that sets these, without making all of them.</summary>
    /// <param name="key">A key of <see cref="TopicConfigDefinitions"/>.</param>
    public string ValueOf(IReadOnlyDictionary<string, string> topicConfigs, string key)
    {
        var isKnown = TopicConfigDefinitions.TryGet(key, out var definition);
        Invariant.Holds(isKnown);
        return topicConfigs.TryGetValue(key, out var own) && definition!.Rule.Refuse(own) is null ? own.Trim()
            : _values.GetValueOrDefault(key, definition!.Default);
    }

    private static Dictionary<string, string> Without(IReadOnlyDictionary<string, string> settings, string key)
    {
        var others = new Dictionary<string, string>(settings, StringComparer.Ordinal);
        others.Remove(key);
        return others;
    }

    private void Add(Dictionary<string, string> settings)
    {
        foreach (var (key, value) in settings)
        {
            if (TopicConfigDefinitions.TryGet(key, out var definition) && definition.Rule.Refuse(value) is null)
            {
                _values[key] = value.Trim();
            }
        }
    }
}

namespace Cloud.Core.Storage.Configuration;

/// <summary>Checks what brokers and the cluster say of topics in general, under the names of broker settings.</summary>
public static class BrokerConfigRules
{
    /// <summary>Whether a broker's own configuration may hold the key as a default for topics.</summary>
    public static bool IsTopicDefault(string brokerKey) =>
        TopicConfigDefinitions.TryGetByBrokerKey(brokerKey, out _, out _);

    /// <summary>Whether the key may be set for the cluster at run time: of each setting's names the first.</summary>
    public static bool IsDynamic(string brokerKey) =>
        TopicConfigDefinitions.TryGetByBrokerKey(brokerKey, out var definition, out var key)
        && definition.BrokerKeys[0] == key;

    /// <summary>What is wrong with a broker's own configuration; null when nothing is.</summary>
    public static string? FaultOfStatic(IReadOnlyDictionary<string, string> brokerConfig)
    {
        var unknown = brokerConfig.Keys.Where(key => !IsTopicDefault(key)).Order(StringComparer.Ordinal).ToList();
        return unknown.Count > 0
            ? $"No broker settings that topics have defaults from: {string.Join(", ", unknown)}"
            : FaultOfValues(brokerConfig, new Dictionary<string, string>());
    }

    /// <summary>What is wrong with cluster-wide defaults, in Kafka's words; null when nothing is.</summary>
    public static string? FaultOfDynamic(
        IReadOnlyDictionary<string, string> clusterDefaults, IReadOnlyDictionary<string, string> brokerConfig)
    {
        var others = clusterDefaults.Keys.Where(key => !IsDynamic(key)).Order(StringComparer.Ordinal).ToList();
        return others.Count > 0
            ? $"Cannot update these configs dynamically: Set({string.Join(", ", others)})"
            : FaultOfValues(clusterDefaults, brokerConfig);
    }

    private static string? FaultOfValues(
        IReadOnlyDictionary<string, string> settings, IReadOnlyDictionary<string, string> below)
    {
        foreach (var (name, value) in settings)
        {
            if (TopicConfigDefinitions.TryGetByBrokerKey(name, out var definition, out var key)
                && definition.Rule.Refuse(key.InTopicUnit(value)) is { } reason)
            {
                return new TopicConfigError(name, value, reason).Message;
            }
        }

        // Each may be well by itself and contradict another.
        return new TopicDefaults(below, settings).FaultOf(new Dictionary<string, string>())?.Message;
    }
}

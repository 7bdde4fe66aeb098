namespace Cloud.Core.Storage.Configuration;

/// <summary>One setting of a topic, as DescribeConfigs shows it and AlterConfigs checks it.</summary>
/// <param name="Default">In the form a person would write.</param>
/// <param name="BrokerKeys">The broker's settings that give the default, the first that is set winning.</param>
public sealed record TopicConfigDefinition(
    string Name,
    ConfigRule Rule,
    string Default,
    string Documentation,
    params BrokerKey[] BrokerKeys)
{
    public ConfigImportance Importance { get; init; } = ConfigImportance.Medium;

    public ConfigType Type => Rule.Type;
}

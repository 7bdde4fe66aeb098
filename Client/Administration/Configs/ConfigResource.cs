using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>Something that has settings.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Name">The topic's name, the broker's id, the group's id; empty for what counts for all brokers.</param>
public readonly record struct ConfigResource(ConfigResourceType Type, string Name)
{
    /// <summary>What counts for all brokers that have no setting of their own, and for topics without one.</summary>
    public static ConfigResource ClusterDefault { get; } = new(ConfigResourceType.Broker, "");

    public static ConfigResource OfTopic(string name) => new(ConfigResourceType.Topic, name);

    public static ConfigResource OfBroker(BrokerId broker) => new(ConfigResourceType.Broker, broker.ToString());

    public static ConfigResource OfGroup(string group) => new(ConfigResourceType.Group, group);

    /// <summary>For messages: <c>topic 'orders'</c>.</summary>
    public override string ToString() => this == ClusterDefault
        ? "the cluster's defaults"
        : $"{Type.ToString().ToLowerInvariant()} '{Name}'";
}

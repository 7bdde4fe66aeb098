using System.Collections.Immutable;
using Cloud.Core.Controller.State;
using Cloud.Protocol;

namespace Cloud.Grains.Brokers;

/// <summary>
/// Which broker this silo is. A singleton of each silo, made by its host from the data folder and the options.
/// </summary>
/// <param name="DataFolder">Where the broker keeps its logs. It exists, and this process alone uses it.</param>
/// <param name="KafkaPort">Port of its Kafka listener, 1 to 65535.</param>
public sealed record BrokerIdentity(
    BrokerId BrokerId, string ClusterId, DirectoryId DirectoryId, string DataFolder, int KafkaPort)
{
    /// <summary>Kafka's <c>broker.rack</c>: replicas of a partition are spread over racks. Null for none.</summary>
    public string? Rack { get; init; }

    /// <summary>Where clients reach the broker, by listener name.</summary>
    public ImmutableArray<BrokerListener> Listeners { get; init; } = [];
}

using Cloud.Protocol;

namespace Cloud.Grains.Brokers;

/// <summary>Which broker this silo is. A singleton of each silo, made by its host from the data folder and the options.</summary>
/// <param name="DataFolder">Where the broker keeps its logs.</param>
/// <param name="KafkaPort">Port of its Kafka listener, 1 to 65535.</param>
public sealed record BrokerIdentity(
    BrokerId BrokerId, string ClusterId, DirectoryId DirectoryId, string DataFolder, int KafkaPort);

namespace Cloud.Grains.Interfaces.Brokers;

/// <summary>Who a broker is.</summary>
/// <param name="BrokerId">Stable number of the broker, as the Kafka protocol shows it.</param>
/// <param name="ClusterId">The cluster, as <c>meta.properties</c> has it.</param>
/// <param name="DirectoryId">Identity of its data folder (KIP-858): another one after the disk was replaced.</param>
/// <param name="KafkaPort">Port of its Kafka listener.</param>
/// <param name="IsInService">The controller counts on it: it may lead and be in sync.</param>
/// <param name="MetadataVersion">How far it has the cluster's metadata.</param>
[GenerateSerializer, Immutable, Alias("Cloud.BrokerDescription")]
public sealed record BrokerDescription(
    [property: Id(0)] int BrokerId,
    [property: Id(1)] string ClusterId,
    [property: Id(2)] Guid DirectoryId,
    [property: Id(3)] int KafkaPort,
    [property: Id(4)] bool IsInService,
    [property: Id(5)] long MetadataVersion);

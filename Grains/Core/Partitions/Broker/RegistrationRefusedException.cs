using Cloud.Protocol.Errors;

namespace Cloud.Core.Partitions.Broker;

/// <summary>
/// The controller does not take this broker: its data is not of this cluster, or newer than the cluster.
/// </summary>
public class RegistrationRefusedException(KafkaError error, string message) : Exception(message)
{
    public KafkaError Error { get; } = error;
}

using Cloud.Protocol.Errors;

namespace Cloud.Client;

/// <summary>
/// No connection could be made: a wrong address, nobody listening, or somebody who does not speak Kafka.
/// </summary>
public sealed class BrokersUnreachableException(string message, Exception? inner = null)
    : ClientException(KafkaError.BrokerNotAvailable, message, inner)
{
    public override bool IsRetriable => true;
}

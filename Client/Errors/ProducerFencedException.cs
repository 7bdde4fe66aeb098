using Cloud.Protocol.Errors;

namespace Cloud.Client;

/// <summary>A newer producer has taken this one's place: it cannot go on, and another has to be made.</summary>
public sealed class ProducerFencedException(KafkaError error, string message) : ClientException(error, message);

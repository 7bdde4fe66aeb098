using Cloud.Protocol.Errors;

namespace Cloud.Client;

/// <summary>What brokers say, as exceptions: the one place where codes become types.</summary>
internal static class ClientErrors
{
    public static ClientException OfTopic(string topic, KafkaError error, string? detail = null) =>
        Of(error, $"Topic '{topic}'", detail);

    /// <param name="what">What the error is about: how the message begins.</param>
    /// <param name="detail">What the broker itself said; null for what the code means.</param>
    public static ClientException Of(KafkaError error, string what, string? detail = null)
    {
        var message = $"{what}: {detail ?? error.DefaultMessage()}";
        return error switch
        {
            KafkaError.MessageTooLarge or KafkaError.RecordListTooLarge => new RecordTooLargeException(error, message),
            KafkaError.ProducerFenced or KafkaError.InvalidProducerEpoch =>
                new ProducerFencedException(error, message),
            KafkaError.TopicAuthorizationFailed or KafkaError.GroupAuthorizationFailed
                or KafkaError.ClusterAuthorizationFailed or KafkaError.TransactionalIdAuthorizationFailed =>
                new NotAuthorizedException(error, message),
            _ => new ClientException(error, message),
        };
    }
}

namespace Cloud.Client;

/// <summary>
/// How requests come to brokers. Producers, consumers and admin clients are the same on each: what travels are Kafka's
/// frames. <see cref="WireTransport"/> uses sockets; <c>Cloud.Client.Orleans</c> has one of grain calls. Thread-safe,
/// and may be shared by many clients.
/// </summary>
public interface ITransport
{
    /// <summary>Whom to ask first, while nothing is known of the cluster. In order of preference; not empty.</summary>
    /// <exception cref="BrokersUnreachableException">There is nobody to begin with.</exception>
    ValueTask<IReadOnlyList<BrokerAddress>> FindBootstrapAsync(CancellationToken cancellationToken);

    /// <summary>Opens a connection, which the caller disposes.</summary>
    /// <exception cref="BrokersUnreachableException">
    /// The broker cannot be reached; the message says where and why.
    /// </exception>
    ValueTask<ITransportConnection> ConnectAsync(BrokerAddress broker, CancellationToken cancellationToken);
}

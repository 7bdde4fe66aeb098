using Cloud.Protocol.Errors;

namespace Cloud.Client;

/// <summary>
/// Whatever a client cannot do. <see cref="Error"/> is what the broker said, or the nearest code of Kafka's where it
/// was the client that noticed; the message names what was asked of whom and why it failed.
/// </summary>
public class ClientException : Exception
{
    public ClientException(KafkaError error, string message, Exception? inner = null)
        : base(message, inner) => Error = error;

    /// <summary>Kafka's error code.</summary>
    public KafkaError Error { get; }

    /// <summary>
    /// Whether the same call may succeed a little later. Clients have tried again by themselves, within their
    /// time-outs, before they throw.
    /// </summary>
    public virtual bool IsRetriable => Error.IsRetriable();
}

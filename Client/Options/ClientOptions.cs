using Microsoft.Extensions.Logging;

namespace Cloud.Client;

/// <summary>
/// What producers, consumers and admin clients have in common. Names, meanings and defaults are those of Kafka's client
/// configuration, which each names.
/// </summary>
public abstract record ClientOptions
{
    /// <summary>
    /// <c>bootstrap.servers</c>: one or more of <c>host:port</c> to begin with; the others are learned from them. An
    /// IPv6 address stands in brackets; the port is 9092 where there is none. Ignored where <see cref="Transport"/> is
    /// set.
    /// </summary>
    public IReadOnlyList<string> BootstrapServers { get; init; } = ["localhost:9092"];

    /// <summary><c>client.id</c>: names this client in the broker's logs. Default: empty.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>
    /// <c>request.timeout.ms</c>: how long a broker may take to answer one request before its connection is given up.
    /// Default 30 s; more than zero.
    /// </summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// <c>default.api.timeout.ms</c>: how long a call may take in all, retries included, where it has no time-out of
    /// its own. Default 60 s; more than zero.
    /// </summary>
    public TimeSpan DefaultApiTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// <c>retry.backoff.ms</c>: the pause before the first retry; it doubles with each, give or take a fifth (KIP-580).
    /// Default 100 ms; zero or more.
    /// </summary>
    public TimeSpan RetryBackoff { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary><c>retry.backoff.max.ms</c>: the longest pause between retries. Default 1 s.</summary>
    public TimeSpan RetryBackoffMax { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// <c>reconnect.backoff.ms</c>: the pause before a broker is connected to again after a failure; doubles with each.
    /// Default 50 ms; zero or more.
    /// </summary>
    public TimeSpan ReconnectBackoff { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary><c>reconnect.backoff.max.ms</c>: the longest such pause. Default 1 s.</summary>
    public TimeSpan ReconnectBackoffMax { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// <c>socket.connection.setup.timeout.ms</c>: how long opening a connection may take, and its first exchange after
    /// that. Default 10 s; more than zero.
    /// </summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// <c>connections.max.idle.ms</c>: connections that nothing was asked on for so long are closed. Default 9 minutes,
    /// less than a broker's 10, so that it is not the broker who closes.
    /// </summary>
    public TimeSpan ConnectionsMaxIdle { get; init; } = TimeSpan.FromMinutes(9);

    /// <summary>
    /// <c>metadata.max.age.ms</c>: how old what is known of topics and leaders may become, even when nothing seems
    /// wrong. Default 5 minutes; more than zero.
    /// </summary>
    public TimeSpan MetadataMaxAge { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Largest answer accepted from a broker, in bytes; a larger one closes the connection. Default 100 MiB; no option
    /// of the Java client, but librdkafka's <c>receive.message.max.bytes</c>.
    /// </summary>
    public int ResponseBytesMax { get; init; } = 100 * 1024 * 1024;

    /// <summary>How requests travel. Default: sockets to <see cref="BootstrapServers"/>.</summary>
    public ITransport? Transport { get; init; }

    /// <summary>Where log messages go. Default: nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>Where time comes from. For tests.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Checks every option, those of derived records included.</summary>
    /// <exception cref="ClientOptionsException">One cannot be; it is named.</exception>
    public virtual void Validate()
    {
        OptionRules.NotEmpty(BootstrapServers, nameof(BootstrapServers));
        OptionRules.Positive(RequestTimeout, nameof(RequestTimeout));
        OptionRules.Positive(DefaultApiTimeout, nameof(DefaultApiTimeout));
        OptionRules.NotNegative(RetryBackoff, nameof(RetryBackoff));
        OptionRules.NotNegative(RetryBackoffMax, nameof(RetryBackoffMax));
        OptionRules.NotNegative(ReconnectBackoff, nameof(ReconnectBackoff));
        OptionRules.NotNegative(ReconnectBackoffMax, nameof(ReconnectBackoffMax));
        OptionRules.Positive(ConnectTimeout, nameof(ConnectTimeout));
        OptionRules.Positive(ConnectionsMaxIdle, nameof(ConnectionsMaxIdle));
        OptionRules.Positive(MetadataMaxAge, nameof(MetadataMaxAge));
        OptionRules.InRange(ResponseBytesMax, 1024, int.MaxValue, nameof(ResponseBytesMax));
        BootstrapServers.ToList().ForEach(server => ServerAddress.Parse(server));
    }
}

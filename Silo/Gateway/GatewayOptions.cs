namespace Cloud.Gateway;

/// <summary>Limits of a silo's Kafka listeners. Kafka's defaults where Kafka has the setting.</summary>
public sealed record GatewayOptions
{
    /// <summary>Where clients are listened for. The first one's name is given to who does not care.</summary>
    public IReadOnlyList<ListenerOptions> Listeners { get; init; } = [];

    /// <summary>
    /// Largest request accepted from a client. 100 MiB, the default of <c>socket.request.max.bytes</c>.
    /// </summary>
    public int RequestBytesMax { get; init; } = 100 * 1024 * 1024;

    /// <summary>
    /// Bytes of requests that are being read or served, of all connections together; at least one request is served
    /// whatever its size. <c>queued.max.request.bytes</c>, which in Kafka has no limit by default.
    /// </summary>
    public long RequestMemoryMax { get; init; } = 512 * 1024 * 1024;

    /// <summary>
    /// Requests of one connection that may be under way. Clients send five at a time; one that sends without reading
    /// the answers is not read any more beyond this.
    /// </summary>
    public int InFlightRequestsMax { get; init; } = 64;

    /// <summary>
    /// <c>max.connections</c>. Kafka has no limit by default; 20,000 idle ones take some 100 MB here.
    /// </summary>
    public int ConnectionsMax { get; init; } = 20_000;

    /// <summary><c>max.connections.per.ip</c>. No limit, as in Kafka.</summary>
    public int ConnectionsPerAddressMax { get; init; } = int.MaxValue;

    /// <summary><c>connections.max.idle.ms</c>: a connection on which nothing moves for so long is closed.</summary>
    public TimeSpan IdleMax { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// When the memory for requests is used up, a connection on which nothing moves for so long is closed if it holds
    /// <see cref="StalledBytesMin"/> of it. The time after which clients give a request up by default.
    /// </summary>
    public TimeSpan StalledMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Below that, closing a connection would help nobody. A produce request of few records.</summary>
    public int StalledBytesMin { get; init; } = 16 * 1024;

    /// <summary>
    /// Longest that a request may have its broker wait, whatever it says itself: what waits holds memory and a place
    /// even after its client is gone. <c>delivery.timeout.ms</c>'s default, beyond which no client waits.
    /// </summary>
    public TimeSpan WaitMax { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary><c>fetch.max.bytes</c> of the broker: most bytes of one fetch's answer. Kafka's default.</summary>
    public int FetchBytesMax { get; init; } = 55 * 1024 * 1024;

    /// <summary>
    /// <c>auto.create.topics.enable</c>: whether asking for the metadata of an unknown topic, or producing to it, makes
    /// it. Kafka's default is true; here a topic that nobody wanted is no service to anybody.
    /// </summary>
    public bool IsAutoCreateEnabled { get; init; }

    /// <summary><c>delete.topic.enable</c>.</summary>
    public bool IsTopicDeletionEnabled { get; init; } = true;

    /// <summary><c>max.request.partition.size.limit</c>: most partitions of a page of topics.</summary>
    public int DescribedPartitionsMax { get; init; } = 2000;
}

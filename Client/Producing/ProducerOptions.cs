using Cloud.Protocol.Compression;

namespace Cloud.Client;

/// <summary>
/// What a <see cref="Producer{TKey,TValue}"/> is set to. Names, meanings and defaults are those of Kafka's producer
/// configuration (4.x), which each names.
/// </summary>
public sealed record ProducerOptions : ClientOptions
{
    /// <summary>In flight at once, at most, for the broker to tell what it has from what is missing (KIP-98).</summary>
    internal const int IdempotentInFlightMax = 5;

    /// <summary><c>acks</c>: what counts as written. Default: all in-sync replicas.</summary>
    public Acks Acks { get; init; } = Acks.All;

    /// <summary>
    /// <c>enable.idempotence</c>: the broker drops what it has already when a batch comes again, and keeps the order.
    /// Null, the default: on, unless <see cref="Acks"/>, <see cref="Retries"/> or
    /// <see cref="MaxInFlightRequestsPerConnection"/> rule it out. True demands acks of all, retries, and at most 5 in
    /// flight.
    /// </summary>
    public bool? EnableIdempotence { get; init; }

    /// <summary>
    /// <c>batch.size</c>: bytes that a batch of one partition may have before compression; a larger record is a batch
    /// of its own. Default 16 KiB. 0 makes each record a batch.
    /// </summary>
    public int BatchSize { get; init; } = 16 * 1024;

    /// <summary>
    /// <c>linger.ms</c>: how long a batch that is not full waits for more. Default 5 ms, as since Kafka 4.0; zero sends
    /// at once what there is.
    /// </summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// <c>buffer.memory</c>: bytes of all records that are not yet delivered. When it is used up, calls wait for
    /// <see cref="MaxBlock"/>. Default 32 MiB.
    /// </summary>
    public long BufferMemory { get; init; } = 32 * 1024 * 1024;

    /// <summary>
    /// <c>max.block.ms</c>: how long a call waits for buffer memory and for metadata of its topic. No thread is
    /// blocked. Default 60 s.
    /// </summary>
    public TimeSpan MaxBlock { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// <c>max.request.size</c>: bytes of a request, and of a record before compression. Default 1 MiB, a little more
    /// than a broker's <c>message.max.bytes</c>.
    /// </summary>
    public int MaxRequestSize { get; init; } = 1024 * 1024;

    /// <summary>
    /// <c>max.in.flight.requests.per.connection</c>: unanswered requests to one broker. Above 1, and without
    /// idempotence, a retry may change the order of records. Default 5.
    /// </summary>
    public int MaxInFlightRequestsPerConnection { get; init; } = IdempotentInFlightMax;

    /// <summary>
    /// <c>delivery.timeout.ms</c>: from the beginning of a batch until it is written or has failed, retries included.
    /// Default 120 s; at least <see cref="Linger"/> and <see cref="ClientOptions.RequestTimeout"/> together.
    /// </summary>
    public TimeSpan DeliveryTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>
    /// <c>retries</c>: how often a batch is sent again. Default: as often as <see cref="DeliveryTimeout"/> allows,
    /// which is the better limit.
    /// </summary>
    public int Retries { get; init; } = int.MaxValue;

    /// <summary>
    /// <c>compression.type</c>: none, gzip, snappy, lz4 or zstd, the latter only where the system has its library.
    /// Default: none. Each codec has the one level that it is written for.
    /// </summary>
    public CompressionCodec CompressionType { get; init; } = CompressionCodec.None;

    /// <summary>
    /// <c>partitioner.class</c>: chooses for records that name no partition. Null, the default: by the hash of the key
    /// as Kafka does, or, without a key, one partition until <see cref="BatchSize"/> bytes went to it, then another
    /// (KIP-794).
    /// </summary>
    public IPartitioner? Partitioner { get; init; }

    /// <summary>
    /// <c>partitioner.ignore.keys</c>: records with a key are spread like those without. Default: false. Of no effect
    /// with a <see cref="Partitioner"/>.
    /// </summary>
    public bool PartitionerIgnoreKeys { get; init; }

    /// <summary>
    /// <c>partitioner.adaptive.partitioning.enable</c>: without a key, partitions whose records wait get fewer of the
    /// next ones. Default: true.
    /// </summary>
    public bool PartitionerAdaptivePartitioning { get; init; } = true;

    /// <summary>Whether it is idempotent, all things considered.</summary>
    public bool IsIdempotent => EnableIdempotence ?? WhyNotIdempotent is null;

    private string? WhyNotIdempotent =>
        Acks is not Acks.All ? $"{nameof(Acks)} is {Acks}; it must be {Acks.All} for an idempotent producer."
        : Retries == 0 ? $"{nameof(Retries)} is 0; it must be more for an idempotent producer."
        : MaxInFlightRequestsPerConnection > IdempotentInFlightMax
            ? $"{nameof(MaxInFlightRequestsPerConnection)} is {MaxInFlightRequestsPerConnection}; it must be 1 to "
                + $"{IdempotentInFlightMax} for an idempotent producer."
        : null;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        OptionRules.Holds(Enum.IsDefined(Acks), nameof(Acks), (short)Acks, "-1, 0 or 1");
        OptionRules.InRange(BatchSize, 0, int.MaxValue, nameof(BatchSize));
        OptionRules.NotNegative(Linger, nameof(Linger));
        OptionRules.InRange(BufferMemory, 1, long.MaxValue, nameof(BufferMemory));
        OptionRules.NotNegative(MaxBlock, nameof(MaxBlock));
        OptionRules.InRange(MaxRequestSize, 1, int.MaxValue, nameof(MaxRequestSize));
        OptionRules.InRange(
            MaxInFlightRequestsPerConnection, 1, int.MaxValue, nameof(MaxInFlightRequestsPerConnection));
        OptionRules.InRange(Retries, 0, int.MaxValue, nameof(Retries));
        OptionRules.Holds(
            DeliveryTimeout >= Linger + RequestTimeout,
            nameof(DeliveryTimeout),
            DeliveryTimeout,
            $"{nameof(Linger)} and {nameof(RequestTimeout)} together ({Linger + RequestTimeout}) or more");
        OptionRules.Holds(
            Enum.IsDefined(CompressionType), nameof(CompressionType), CompressionType, "a codec of Kafka's");
        OptionRules.Holds(
            Compressor.IsAvailable(CompressionType),
            nameof(CompressionType),
            CompressionType,
            "a codec whose library this system has");
        if (EnableIdempotence is true && WhyNotIdempotent is { } why)
        {
            throw new ClientOptionsException(why);
        }
    }
}

namespace Cloud.Silo.Startup;

/// <summary>
/// Settings of the process, from section <c>Cloud</c> of appsettings, environment variables <c>CLOUD__…</c> and the
/// command line, the later over the earlier.
/// </summary>
public sealed class SiloProcessOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Cloud";

    /// <summary>Most silos of one process: enough for any test, few enough for one machine.</summary>
    public const int SilosMax = 64;

    /// <summary>
    /// Silos in this process, 1 to <see cref="SilosMax"/>. More than 1 on the embedded runtime only. Default 1.
    /// </summary>
    public int Silos { get; set; } = 1;

    /// <summary>Data folder of the process; each broker has a folder in it. Default <c>./data</c>.</summary>
    public string Data { get; set; } = "./data";

    /// <summary>
    /// IP address that the listeners bind to. Default 127.0.0.1: a broker is reachable from outside only when asked to
    /// be.
    /// </summary>
    public string Bind { get; set; } = "127.0.0.1";

    /// <summary>Port of health checks and administration, 1 to 65535. Default 8080.</summary>
    public int HttpPort { get; set; } = 8080;

    /// <summary>Port of the first silo's Kafka listener; silo i has the port i higher. Default 9092, Kafka's.</summary>
    public int KafkaPort { get; set; } = 9092;

    /// <summary>
    /// Host, or host and port, that Kafka clients are told to reach the first silo at; silo i has the port i higher.
    /// Null, the default: <see cref="Bind"/>, or the machine's name where that is any address, and
    /// <see cref="KafkaPort"/>. Kafka's <c>advertised.listeners</c>.
    /// </summary>
    public string? AdvertisedListener { get; set; }

    /// <summary>
    /// Further listeners of each silo, for clients of other networks. One named <c>PLAINTEXT</c> takes the place of
    /// the one that the options above make. Kafka's <c>listeners</c>.
    /// </summary>
    public List<ListenerSettings> Listeners { get; } = [];

    /// <summary>Broker id of the first silo; silo i is the broker i higher. From 0. Kafka's <c>node.id</c>.</summary>
    public int BrokerId { get; set; }

    /// <summary>
    /// The cluster that the data folder must belong to. Null, the default: the one that it belongs to, a new one if it
    /// is empty. Kafka's <c>cluster.id</c>.
    /// </summary>
    public string? ClusterId { get; set; }

    /// <summary>Whether <c>/dev/silos</c> is open. Refused unless <see cref="Bind"/> is a loopback address.</summary>
    public bool DevFaults { get; set; }
}

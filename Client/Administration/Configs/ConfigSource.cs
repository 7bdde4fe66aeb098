namespace Cloud.Client;

/// <summary>Which place a value comes from. The numbers are Kafka's.</summary>
public enum ConfigSource : sbyte
{
    Unknown = 0,

    /// <summary>Set for the topic.</summary>
    Topic = 1,

    /// <summary>Set for one broker while it runs.</summary>
    Broker = 2,

    /// <summary>Set for all brokers while they run.</summary>
    ClusterDefault = 3,

    /// <summary>From the configuration that the broker was started with.</summary>
    Static = 4,

    /// <summary>Kafka's default.</summary>
    Default = 5,

    BrokerLogger = 6,
    ClientMetrics = 7,
    Group = 8,
}

using System.Collections.Immutable;

namespace Cloud.Gateway.Configs;

/// <summary>What settings belong to, as Kafka numbers it.</summary>
internal static class ConfigResourceType
{
    public const sbyte Topic = 2;
    public const sbyte Broker = 4;
    public const sbyte BrokerLogger = 8;
    public const sbyte ClientMetrics = 16;
    public const sbyte Group = 32;

    public static readonly ImmutableArray<sbyte> All = [Topic, Broker, BrokerLogger, ClientMetrics, Group];
}

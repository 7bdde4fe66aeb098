using Cloud.Core.Configuration;
using Cloud.Gateway;

namespace Cloud.Silo.Startup;

/// <summary>Turns a broker's configuration into the limits of its listeners.</summary>
internal static class ConfiguredGateway
{
    public static GatewayOptions ToGatewayOptions(this BrokerConfig config)
    {
        var requestBytes = config.Long(BrokerConfigKeys.QueuedMaxRequestBytes);
        return new()
        {
            RequestBytesMax = config.Int(BrokerConfigKeys.SocketRequestMaxBytes),
            RequestMemoryMax = requestBytes < 0 ? long.MaxValue : requestBytes,
            ConnectionsMax = config.Int(BrokerConfigKeys.MaxConnections),
            ConnectionsPerAddressMax = config.Int(BrokerConfigKeys.MaxConnectionsPerIp),
            IdleMax = config.Duration(BrokerConfigKeys.ConnectionsMaxIdleMs),
            FetchBytesMax = config.Int(BrokerConfigKeys.FetchMaxBytes),
            IsAutoCreateEnabled = config.Boolean(BrokerConfigKeys.AutoCreateTopicsEnable),
            IsTopicDeletionEnabled = config.Boolean(BrokerConfigKeys.DeleteTopicEnable),
            DescribedPartitionsMax = config.Int(BrokerConfigKeys.MaxRequestPartitionSizeLimit),
        };
    }
}

using Cloud.Client;
using Cloud.Gateway;
using Cloud.Grains.Brokers;
using Cloud.Integration.Brokers;
using Cloud.Protocol;

namespace Cloud.Integration.Client.Administration;

/// <summary>
/// What the tests of the admin client share; they run over every transport that a derived class brings.
/// </summary>
public abstract class AdministrationTests
{
    /// <summary>Null for sockets.</summary>
    private protected virtual ITransport? TransportTo(BrokerCluster cluster) => null;

    private protected static Task<BrokerCluster> StartCluster(int brokers = 1, BrokerSettings? settings = null) =>
        BrokerCluster.Start(brokers, settings, new GatewayOptions());

    private protected AdminClient Open(BrokerCluster cluster, Func<AdminOptions, AdminOptions>? change = null)
    {
        var options = new AdminOptions
        {
            BootstrapServers = [.. cluster.Brokers.Select(broker => $"127.0.0.1:{cluster.KafkaPortOf(broker)}")],
            Transport = TransportTo(cluster),
            RetryBackoff = TimeSpan.FromMilliseconds(20),
            UnknownTopicPatience = TimeSpan.FromSeconds(30),
        };
        return new(change?.Invoke(options) ?? options);
    }

    /// <summary>Brokers hear of each other a little after they have begun to serve.</summary>
    private protected static Task<ClusterDescription> AllAreKnown(IAdminClient admin, int brokers) => Eventually.Is(
        () => admin.DescribeClusterAsync(),
        cluster => cluster.Brokers.Count == brokers,
        $"{brokers} brokers are known");

    private protected static BrokerId[] Ids(params int[] brokers) =>
        [.. brokers.Select(broker => new BrokerId(broker))];
}

using Cloud.Client;
using Cloud.Integration.Brokers;

namespace Cloud.Integration.Client;

/// <summary>The transports that clients are tested on. A new one gets its name here, and all of the tests.</summary>
public static class ClientTransport
{
    public const string Wire = nameof(Wire);
    public const string Grains = nameof(Grains);

    public static TheoryData<string> All => [Wire, Grains];

    /// <summary>Each of them with each of the others.</summary>
    public static TheoryData<string, T> With<T>(IEnumerable<T> others)
    {
        var rows = new TheoryData<string, T>();
        foreach (var other in others)
        {
            rows.Add(Wire, other);
            rows.Add(Grains, other);
        }

        return rows;
    }

    /// <summary>Options that lead to the cluster.</summary>
    internal static ProducerOptions Producer(string transport, BrokerCluster cluster) => transport switch
    {
        Wire => new ProducerOptions
        {
            BootstrapServers = ServersOf(cluster), RetryBackoff = TimeSpan.FromMilliseconds(20),
        },
        Grains => new ProducerOptions
        {
            Transport = new GrainTransport(cluster.Grains),
            RetryBackoff = TimeSpan.FromMilliseconds(20),
        },
        _ => throw new ArgumentOutOfRangeException(nameof(transport), transport, message: null),
    };

    internal static IReadOnlyList<string> ServersOf(BrokerCluster cluster) =>
        [.. cluster.Brokers.Select(broker => $"127.0.0.1:{cluster.KafkaPortOf(broker)}")];
}

using Cloud.Client;
using Cloud.Gateway;
using Cloud.Grains.Brokers;
using Cloud.Integration.Brokers;

namespace Cloud.Integration.Client.Consuming;

/// <summary>What the tests of consumers share; they run over every transport that a derived class brings.</summary>
public abstract class ConsumingTests
{
    // A test that hangs is to fail; it is no measure of anything.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Null for sockets.</summary>
    private protected virtual ITransport? TransportTo(BrokerCluster cluster) => null;

    // Members of tests hear of changes soon, and wait for nobody.
    private static readonly BrokerSettings Settings = new()
    {
        OffsetsTopic = new() { PartitionCount = 2 },
        Groups = new()
        {
            Groups = new()
            {
                InitialRebalanceDelay = TimeSpan.Zero,
                ConsumerHeartbeatInterval = TimeSpan.FromMilliseconds(100),
                ConsumerSessionTimeout = TimeSpan.FromSeconds(10),
            },
        },
    };

    private protected static Task<BrokerCluster> StartCluster(int brokers = 1) =>
        BrokerCluster.Start(brokers, Settings, new GatewayOptions());

    private protected ConsumerOptions OptionsFor(BrokerCluster cluster) => new()
    {
        BootstrapServers = ClientTransport.ServersOf(cluster),
        Transport = TransportTo(cluster),
        AutoOffsetReset = AutoOffsetReset.Earliest,
        FetchMaxWait = TimeSpan.FromMilliseconds(100),
    };

    private protected static Consumer<string?, string?> Open(
        ConsumerOptions options, params IConsumerInterceptor<string?, string?>[] interceptors) =>
        new(options, Texts.Instance, Texts.Instance, interceptors);

    /// <summary>The next records as they come.</summary>
    private protected static async Task<List<ConsumerRecord<string?, string?>>> Take(
        IConsumer<string?, string?> consumer, int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        var records = new List<ConsumerRecord<string?, string?>>();
        await foreach (var record in consumer.ConsumeAsync(patience.Token))
        {
            records.Add(record);
            if (records.Count == count)
            {
                break;
            }
        }

        return records;
    }

    private protected static async Task<List<string?>> TakeValues(IConsumer<string?, string?> consumer, int count) =>
        [.. (await Take(consumer, count)).Select(record => record.Value)];

    /// <summary>To each partition a record with its number.</summary>
    private protected static async Task FillAll(FilledTopic topic)
    {
        foreach (var partition in topic.All)
        {
            await topic.Add(partition.Partition, $"{partition.Partition}");
        }
    }

    private protected ConsumerOptions MemberOf(BrokerCluster cluster, GroupProtocol protocol) =>
        OptionsFor(cluster) with
        {
            GroupId = "workers",
            GroupProtocol = protocol,
            HeartbeatInterval = TimeSpan.FromMilliseconds(100),
            SessionTimeout = TimeSpan.FromSeconds(6),
        };
}

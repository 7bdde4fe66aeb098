using System.Net;
using Cloud.Gateway;
using Cloud.Integration.Brokers;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cloud.Integration.GatewayFaults;

/// <summary>A real broker that Kafka clients reach, with one topic of one partition.</summary>
internal sealed class BrokerUnderTest : IAsyncDisposable
{
    public const short ProduceVersion = 9;

    private readonly BrokerCluster _cluster;
    private readonly string _topic;

    private BrokerUnderTest(BrokerCluster cluster, string topic, RecordedLog log)
    {
        (_cluster, _topic, Log) = (cluster, topic, log);
        Gateway = cluster.ServicesOf(0).GetRequiredService<KafkaGateway>();
    }

    public KafkaGateway Gateway { get; }

    public RecordedLog Log { get; }

    public static Task<BrokerUnderTest> Start(string topic, params (string Key, string Value)[] configs) =>
        Start(topic, new GatewayOptions(), configs);

    public static async Task<BrokerUnderTest> Start(
        string topic, GatewayOptions options, params (string Key, string Value)[] configs)
    {
        var log = new RecordedLog();
        var cluster = await BrokerCluster.Start(
            brokers: 1,
            gateway: options,
            configure: silo => silo.Services.AddSingleton<ILogger<GatewayLog>>(log));
        var broker = new BrokerUnderTest(cluster, topic, log);
        await cluster.ServeTopic(topic, partitions: 1, replicationFactor: 1, configs);
        return broker;
    }

    /// <summary>Makes another topic of one partition.</summary>
    public Task ServeTopic(string name) => _cluster.ServeTopic(name, partitions: 1, replicationFactor: 1);

    public Task<WireClient> Connect() => WireClient.Connect(((IPEndPoint)Gateway.EndPoints[0]).Port);

    public ProduceRequest RequestOf(byte[] batch, short acks = -1) => new()
    {
        Acks = acks,
        Timeout = TimeSpan.FromSeconds(10),
        TopicData = [new() { Name = _topic, PartitionData = [new() { Records = new MemoryRecords(batch) }] }],
    };

    public async Task<ProduceResponse.PartitionProduceResponse> Produce(
        WireClient client, byte[] batch, short acks = -1) =>
        (await client.Ask(RequestOf(batch, acks), ProduceVersion)).Responses[0].PartitionResponses[0];

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}

using System.Net;
using Cloud.Gateway;
using Cloud.Integration.Brokers;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace Cloud.Integration.GatewayFaults;

/// <summary>A real broker that Kafka clients reach, with one topic of one partition.</summary>
internal sealed class BrokerUnderTest : IAsyncDisposable
{
    public const short ProduceVersion = 9;
    private const short MetadataVersion = 9;

    private readonly BrokerCluster _cluster;
    private readonly string _topic;

    private BrokerUnderTest(BrokerCluster cluster, string topic)
    {
        (_cluster, _topic) = (cluster, topic);
        Gateway = cluster.ServicesOf(0).GetRequiredService<KafkaGateway>();
    }

    public KafkaGateway Gateway { get; }

    public static Task<BrokerUnderTest> Start(string topic, params (string Key, string Value)[] configs) =>
        Start(topic, new GatewayOptions(), configs);

    public static async Task<BrokerUnderTest> Start(
        string topic, GatewayOptions options, params (string Key, string Value)[] configs)
    {
        var listener = new ListenerOptions("PLAINTEXT", new(IPAddress.Loopback, 0));
        var cluster = await BrokerCluster.Start(brokers: 1, gateway: options with { Listeners = [listener] });
        var broker = new BrokerUnderTest(cluster, topic);
        await cluster.CreateTopic(topic, partitions: 1, replicationFactor: 1, configs);
        await broker.KnowsItsTopic();
        return broker;
    }

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

    // The controller answers before its brokers have heard of it.
    private async Task KnowsItsTopic()
    {
        using var client = await Connect();
        await Eventually.Is(
            () => client.Ask(new MetadataRequest { Topics = [new() { Name = _topic }] }, MetadataVersion),
            response => response.Topics[0].Partitions is [{ LeaderId.Value: >= 0 }],
            "the broker leads its topic");
    }
}

using Cloud.Grains.Interfaces.Gateway;
using Cloud.Integration.Brokers;
using Cloud.Integration.GatewayFaults;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using GatewayOptions = Cloud.Gateway.GatewayOptions;

namespace Cloud.Integration.Gateway;

/// <summary>Kafka requests by grain calls, to brokers on whichever Orleans runtime was built.</summary>
public sealed class KafkaGrainTests
{
    private const int LengthBytes = 4;
    private const short ProduceVersion = 9;
    private const short FetchVersion = 12;

    [Fact]
    public async Task What_is_produced_by_a_call_is_fetched_by_a_call_and_by_a_connection()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await cluster.ServeTopic("orders", 1, 1);

        var produced = await Ask(cluster.Grains, 0, TestRecords.Produce("orders", count: 3), ProduceVersion);
        var fetched = await Ask(cluster.Grains, 0, Fetch(TimeSpan.Zero), FetchVersion);
        await using var client = await TestClient.Connect(cluster);
        var sent = await client.Ask<FetchResponse>(Fetch(TimeSpan.Zero), FetchVersion);

        Assert.Equal(KafkaError.None, produced.Responses[0].PartitionResponses[0].Error);
        var partition = fetched.Responses[0].Partitions[0];
        Assert.Equal((KafkaError.None, 3), (partition.Error, partition.HighWatermark.Value));
        Assert.Equal(Bytes(sent.Responses[0].Partitions[0].Records!), Bytes(partition.Records!));
    }

    [Fact]
    public async Task Caller_s_bytes_stay_as_they_are_though_offsets_are_written_into_what_is_appended()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await cluster.ServeTopic("orders", 1, 1);
        var frame = FrameOf(TestRecords.Produce("orders", count: 3), ProduceVersion);
        var before = frame.ToArray();

        // The second time the base offset is 3 and not 0.
        await cluster.Grains.GetGrain<IKafkaGrain>(0).Call(new(frame, "test"));
        await cluster.Grains.GetGrain<IKafkaGrain>(0).Call(new(frame, "test"));

        Assert.Equal(before, frame);
    }

    [Fact]
    public async Task Produce_without_acks_has_no_answer_and_one_that_fails_is_refused()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 1, gateway: new GatewayOptions());
        await cluster.ServeTopic("orders", 1, 1);
        var kafka = cluster.Grains.GetGrain<IKafkaGrain>(0);

        var sound = TestRecords.Produce("orders", count: 1, acks: 0);
        var wrong = TestRecords.Produce("orders", count: 1, partition: 7, acks: 0);
        var done = await kafka.Call(new(FrameOf(sound, ProduceVersion), "test"));
        var failed = await kafka.Call(new(FrameOf(wrong, ProduceVersion), "test"));

        Assert.Equal((true, null), (done.Frame.IsEmpty, done.Refusal));
        Assert.Contains("a produce with acks 0", failed.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_grain_is_the_broker_of_its_key_and_nobody_s_when_that_is_away()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 3, gateway: new GatewayOptions());

        // A broker tells the settings of no other.
        foreach (var broker in cluster.Brokers)
        {
            var answer = await Ask(cluster.Grains, broker, SettingsOf(broker), version: 4);
            Assert.Equal(KafkaError.None, answer.Results[0].Error);
        }

        await cluster.Kill(2);
        await Assert.ThrowsAnyAsync<OrleansException>(
            () => Ask(cluster.Grains, 2, new ApiVersionsRequest(), version: 2));
    }

    [Fact]
    public async Task Bootstrap_tells_the_brokers_that_serve()
    {
        await using var cluster = await BrokerCluster.Start(brokers: 3, gateway: new GatewayOptions());
        var bootstrap = cluster.Grains.GetGrain<IKafkaBootstrapGrain>(0);

        await Eventually.Is(bootstrap.FindBrokers, brokers => brokers.Order().SequenceEqual([0, 1, 2]), "all serve");
        await cluster.Kill(1);

        await Eventually.Is(bootstrap.FindBrokers, brokers => brokers.Order().SequenceEqual([0, 2]), "two serve");
    }

    [Fact]
    public async Task Long_poll_outlasts_what_other_calls_are_given()
    {
        // Other calls of the silo are given half a second.
        await using var cluster = await BrokerCluster.Start(
            brokers: 1,
            gateway: new GatewayOptions(),
            configure: silo => silo.Configure<SiloMessagingOptions>(
                options => options.ResponseTimeout = TimeSpan.FromMilliseconds(500)));
        await cluster.ServeTopic("orders", 1, 1);
        var silo = cluster.ServicesOf(0).GetRequiredService<IGrainFactory>();

        var fetched = await Ask(silo, 0, Fetch(TimeSpan.FromSeconds(1.5)), FetchVersion);

        Assert.Equal(KafkaError.None, fetched.Responses[0].Partitions[0].Error);
    }

    private static async Task<TResponse> Ask<TRequest, TResponse>(
        IGrainFactory grains, int broker, IRequest<TRequest, TResponse> request, short version)
        where TRequest : IRequest<TRequest, TResponse>
        where TResponse : IResponse<TResponse>
    {
        var answer = await grains.GetGrain<IKafkaGrain>(broker).Call(new(FrameOf(request, version), "test"));
        Assert.Null(answer.Refusal);
        Assert.True(ResponseFrames.TryRead(new(answer.Frame), request.Api, version, out var response, out _));
        return (TResponse)response;
    }

    private static byte[] FrameOf(IRequest request, short version) =>
        WireClient.Encode(request, version, correlationId: 1)[LengthBytes..];

    private static byte[] Bytes(RecordsPart records)
    {
        Assert.True(records.TryGetMemory(out var bytes));
        return [.. bytes.FirstSpan];
    }

    private static FetchRequest Fetch(TimeSpan wait) => new()
    {
        MaxWait = wait,
        MinBytes = 1,
        Topics = [new() { Topic = "orders", Partitions = [new() { PartitionMaxBytes = 100_000 }] }],
    };

    private static DescribeConfigsRequest SettingsOf(int broker) => new()
    {
        Resources = [new() { ResourceType = 4, ResourceName = $"{broker}" }],
    };
}

using Cloud.Gateway;
using Cloud.Integration.Brokers;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Records;

namespace Cloud.Integration.GatewayFaults;

/// <summary>Real requests with some bytes changed, sent to a real broker. The seed is in each failure's message.</summary>
public sealed class FuzzTests
{
    private const int RequestCount = 1500;

    [Theory]
    [InlineData(1)]
    [InlineData(20260901)]
    public async Task Changed_requests_harm_neither_the_broker_nor_others(int seed)
    {
        await using var broker = await BrokerUnderTest.Start(
            "fuzz", new GatewayOptions { RequestBytesMax = 64 * 1024, WaitMax = TimeSpan.FromMilliseconds(10) });
        using var bystander = await broker.Connect();
        var random = new Random(seed);
        var traffic = Traffic(broker);

        for (var number = 0; number < RequestCount; number++)
        {
            using var client = await broker.Connect();
            await client.TrySend(Mutation.Of(traffic[random.Next(traffic.Count)], random));
            client.TryShutdownSend();
            var end = client.ReadToEnd();
            Assert.True(await Task.WhenAny(end, Task.Delay(TimeSpan.FromMinutes(1))) == end, $"seed {seed}, {number}");
            await end;
        }

        await Eventually.Is(
            () => Task.FromResult(broker.Gateway.RequestBytes), held => held == 0, $"all memory is free, seed {seed}");
        var produced = await broker.Produce(bystander, Batch(), acks: 1);
        Assert.True(produced.Error is KafkaError.None, $"seed {seed}: {produced.Error}");
    }

    private static List<byte[]> Traffic(BrokerUnderTest broker) =>
    [
        WireClient.Encode(new ApiVersionsRequest { ClientSoftwareName = "n", ClientSoftwareVersion = "1" }, 3, 1),
        WireClient.Encode(new MetadataRequest { Topics = [new() { Name = "fuzz" }] }, 9, 2),
        WireClient.Encode(new MetadataRequest { Topics = null }, 4, 3),
        WireClient.Encode(broker.RequestOf(Batch()), 7, 4),
        WireClient.Encode(broker.RequestOf(Batch()), 9, 5),
        WireClient.Encode(Fetch(), 4, 6),
        WireClient.Encode(Fetch(), 12, 7),
        WireClient.Encode(
            new ListOffsetsRequest
            {
                Topics = [new() { Name = "fuzz", Partitions = [new() { Timestamp = -1 }] }],
            },
            7,
            8),
        WireClient.Encode(new InitProducerIdRequest { TransactionTimeout = TimeSpan.FromSeconds(1) }, 2, 9),
        WireClient.Encode(
            new OffsetForLeaderEpochRequest
            {
                Topics = [new() { Topic = "fuzz", Partitions = [new() { LeaderEpoch = new(0) }] }],
            },
            3,
            10),
    ];

    private static byte[] Batch()
    {
        using var builder = new RecordBatchBuilder(RecordBatchOptions.Default);
        builder.Append(new(1_700_000_000_000), NullableBytes.Null, new("value"u8));
        return builder.Build().ToArray();
    }

    private static FetchRequest Fetch() => new()
    {
        MaxWait = TimeSpan.FromMilliseconds(1),
        MinBytes = 1,
        Topics = [new() { Topic = "fuzz", Partitions = [new() { PartitionMaxBytes = 1000 }] }],
    };
}

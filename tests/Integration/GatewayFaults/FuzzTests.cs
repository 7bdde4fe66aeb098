using System.Globalization;
using Cloud.Gateway;
using Cloud.Integration.Brokers;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Records;
using Xunit.Abstractions;

namespace Cloud.Integration.GatewayFaults;

/// <summary>
/// Real requests with some bytes changed, sent to a real broker. <c>CLOUD_FUZZ_SEED</c> tries another seed, with
/// <c>CLOUD_FUZZ_REQUESTS</c> as many requests as one likes.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    // The topic of the real traffic, which may be deleted by it.
    private const string Topic = "orders";
    private const int DefaultRequestCount = 2000;

    public static TheoryData<int> Seeds => Number("CLOUD_FUZZ_SEED") is { } seed ? [seed] : [1, 20260901];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Changed_requests_harm_neither_the_broker_nor_others(int seed)
    {
        output.WriteLine($"CLOUD_FUZZ_SEED={seed}");
        await using var broker = await BrokerUnderTest.Start(
            "bystanders", new GatewayOptions { RequestBytesMax = 64 * 1024, WaitMax = TimeSpan.FromMilliseconds(10) });
        await broker.ServeTopic(Topic);
        using var bystander = await broker.Connect();
        var random = new Random(seed);
        List<byte[]> traffic = [.. RealTraffic.Requests, .. OwnTraffic(broker)];

        for (var number = Number("CLOUD_FUZZ_REQUESTS") ?? DefaultRequestCount; number > 0; number--)
        {
            using var client = await broker.Connect();
            await client.TrySend(Mutation.Of(traffic[random.Next(traffic.Count)], random));
            client.TryShutdownSend();
            await client.ReadToEnd();
        }

        await Eventually.Is(
            () => Task.FromResult(broker.Gateway.RequestBytes), held => held == 0, "all memory is free");
        var produced = await broker.Produce(bystander, Batch(), acks: 1);
        Assert.Equal(KafkaError.None, produced.Error);
        var failed = broker.Log.Lines.FirstOrDefault(line => line.StartsWith("Error", StringComparison.Ordinal));
        Assert.True(failed is null, failed);
    }

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : null;

    private static List<byte[]> OwnTraffic(BrokerUnderTest broker) =>
    [
        WireClient.Encode(new MetadataRequest { Topics = [new() { Name = Topic }] }, 9, 2),
        WireClient.Encode(new MetadataRequest { Topics = null }, 4, 3),
        WireClient.Encode(broker.RequestOf(Batch()), 7, 4),
        WireClient.Encode(broker.RequestOf(Batch()), 9, 5),
        WireClient.Encode(Fetch(), 4, 6),
        WireClient.Encode(Fetch(), 12, 7),
        WireClient.Encode(
            new ListOffsetsRequest
            {
                Topics = [new() { Name = Topic, Partitions = [new() { Timestamp = -1 }] }],
            },
            7,
            8),
        WireClient.Encode(new InitProducerIdRequest { TransactionTimeout = TimeSpan.FromSeconds(1) }, 2, 9),
        WireClient.Encode(
            new OffsetForLeaderEpochRequest
            {
                Topics = [new() { Topic = Topic, Partitions = [new() { LeaderEpoch = new(0) }] }],
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
        Topics = [new() { Topic = Topic, Partitions = [new() { PartitionMaxBytes = 1000 }] }],
    };
}

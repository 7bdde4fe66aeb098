using System.Globalization;
using Cloud.Protocol.Compression;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Records;

namespace Cloud.Integration.GatewayFaults;

/// <summary>What many connections and large claims take. Alone, as others' memory would be counted in.</summary>
[Collection(nameof(AloneCollection))]
public sealed class MemoryTests
{
    private const int Megabyte = 1024 * 1024;

    public static TheoryData<CompressionCodec, string, KafkaError, int> Bombs
    {
        get
        {
            var bombs = new TheoryData<CompressionCodec, string, KafkaError, int>();
            foreach (var codec in Enum.GetValues<CompressionCodec>().Where(Unpacks))
            {
                // Nobody looks into it.
                bombs.Add(codec, "delete", KafkaError.None, 32);

                // Compaction needs the keys: up to 100 MiB are unpacked, into a buffer that doubles.
                bombs.Add(codec, "compact", KafkaError.MessageTooLarge, 384);
            }

            return bombs;
        }
    }

    /// <summary>Some hundreds; as many as <c>CLOUD_IDLE_CONNECTIONS</c> says, with two file handles for each.</summary>
    [Fact]
    public async Task Idle_connections_take_at_most_twenty_kilobytes_each()
    {
        const int BytesMax = 20 * 1024;
        var connectionCount = Environment.GetEnvironmentVariable("CLOUD_IDLE_CONNECTIONS") is { Length: > 0 } number
            ? int.Parse(number, CultureInfo.InvariantCulture)
            : 500;
        await using var gateway = new GatewayUnderTest(new());
        var clients = new List<WireClient>(connectionCount);
        var before = SettledMemory();

        for (var count = 0; count < connectionCount; count++)
        {
            var client = await gateway.Connect();
            clients.Add(client);
            await gateway.Serves(client);
        }

        // With what their clients take in this process. Below zero when a pool has meanwhile given up what others left.
        var taken = SettledMemory() - before;
        Assert.Equal(connectionCount, gateway.ConnectionCount);
        Assert.InRange(taken, long.MinValue, (long)connectionCount * BytesMax);
        await gateway.Serves(clients[0]);
        clients.ForEach(client => client.Dispose());
        await gateway.HasConnections(0);
    }

    [Theory]
    [MemberData(nameof(Bombs))]
    public async Task Little_that_unpacks_to_much_takes_bounded_memory(
        CompressionCodec codec, string cleanupPolicy, KafkaError expected, int megabytesMax)
    {
        const int PlainBytes = 160 * Megabyte;
        await using var broker = await BrokerUnderTest.Start("bombs", ("cleanup.policy", cleanupPolicy));
        using var client = await broker.Connect();
        using var builder = new RecordBatchBuilder(new() { Compression = codec });
        builder.Append(new(1_700_000_000_000), new("key"u8), new(new byte[PlainBytes]));
        var bomb = builder.Build().ToArray();
        var before = GC.GetTotalAllocatedBytes();

        var answer = await broker.Produce(client, bomb);

        var allocated = GC.GetTotalAllocatedBytes() - before;
        Assert.InRange(bomb.Length, 0, 1_000_000);
        Assert.Equal(expected, answer.Error);
        Assert.InRange(allocated, 0, megabytesMax * (long)Megabyte);
    }

    [Fact]
    public async Task What_is_named_a_million_times_is_answered_once_and_takes_bounded_memory()
    {
        const int Count = 500_000;
        await using var broker = await BrokerUnderTest.Start("named");
        using var client = await broker.Connect();
        var topic = new MetadataRequest.Topic { Name = "named" };
        var resource = new DescribeConfigsRequest.Resource { ResourceType = 2, ResourceName = "named" };
        var before = GC.GetTotalAllocatedBytes();

        var metadata = await client.Ask(new MetadataRequest { Topics = [.. Enumerable.Repeat(topic, Count)] }, 9);
        var configs = await client.Ask(
            new DescribeConfigsRequest
            {
                Resources = [.. Enumerable.Repeat(resource, Count)],
                IncludeDocumentation = true,
            },
            4);

        var allocated = GC.GetTotalAllocatedBytes() - before;
        Assert.Single(metadata.Topics);
        Assert.Single(configs.Results);
        Assert.InRange(allocated, 0, 512L * Megabyte);
    }

    [Fact]
    public async Task Million_topics_in_a_request_take_a_walk_not_a_walk_for_each()
    {
        const int Count = 200_000;
        await using var broker = await BrokerUnderTest.Start("named");
        using var client = await broker.Connect();
        var topic = new CreateTopicsRequest.CreatableTopic { Name = "", NumPartitions = 1, ReplicationFactor = 1 };

        // Within the client's patience: as many comparisons as there are pairs would take minutes.
        var answer = await client.Ask(new CreateTopicsRequest { Topics = [.. Enumerable.Repeat(topic, Count)] }, 5);

        Assert.Equal(Count, answer.Topics.Length);
        Assert.All(answer.Topics, result => Assert.Equal(KafkaError.InvalidRequest, result.Error));
    }

    // What others have left goes in some collections only: finalizers run after the first.
    private static long SettledMemory()
    {
        var (last, now) = (long.MaxValue, GC.GetTotalMemory(forceFullCollection: true));
        while (now < last)
        {
            GC.WaitForPendingFinalizers();
            (last, now) = (now, GC.GetTotalMemory(forceFullCollection: true));
        }

        return now;
    }

    private static bool Unpacks(CompressionCodec codec) =>
        codec is CompressionCodec.Gzip or CompressionCodec.Lz4
        || (codec is CompressionCodec.Zstd && Compressor.IsAvailable(codec));
}

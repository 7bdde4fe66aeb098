using Cloud.Protocol.Compression;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Records;

namespace Cloud.Integration.GatewayFaults;

/// <summary>What many connections take. Alone, as others' memory would be counted in.</summary>
[Collection(nameof(AloneCollection))]
public sealed class MemoryTests
{
    [Fact]
    public async Task Five_thousand_idle_connections_take_at_most_a_hundred_megabytes()
    {
        const int ConnectionCount = 5000;
        const long BytesMax = 100 * 1024 * 1024;
        await using var gateway = new GatewayUnderTest(new());
        var clients = new List<WireClient>(ConnectionCount);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var count = 0; count < ConnectionCount; count++)
        {
            var client = await gateway.Connect();
            clients.Add(client);
            await gateway.Serves(client);
        }

        // With what their clients take in this process.
        var taken = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.Equal(ConnectionCount, gateway.ConnectionCount);
        Assert.InRange(taken, 0, BytesMax);
        clients.ForEach(client => client.Dispose());
        await gateway.HasConnections(0);
    }

    [Theory]
    [InlineData("delete", KafkaError.None, 32)]
    // Compaction needs the keys, so the records are looked at: up to 100 MiB of them, in a buffer that doubles.
    [InlineData("compact", KafkaError.MessageTooLarge, 384)]
    public async Task Little_that_unpacks_to_much_takes_bounded_memory(
        string cleanupPolicy, KafkaError expected, int megabytesMax)
    {
        const int PlainBytes = 512 * 1024 * 1024;
        await using var broker = await BrokerUnderTest.Start("bombs", ("cleanup.policy", cleanupPolicy));
        using var client = await broker.Connect();
        using var builder = new RecordBatchBuilder(new() { Compression = CompressionCodec.Gzip });
        builder.Append(new(1_700_000_000_000), new("key"u8), new(new byte[PlainBytes]));
        var bomb = builder.Build().ToArray();
        var before = GC.GetTotalAllocatedBytes();

        var answer = await broker.Produce(client, bomb);

        var allocated = GC.GetTotalAllocatedBytes() - before;
        Assert.InRange(bomb.Length, 0, 1_000_000);
        Assert.Equal(expected, answer.Error);
        Assert.InRange(allocated, 0, megabytesMax * 1024L * 1024);
    }
}

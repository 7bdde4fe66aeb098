using Cloud.Gateway;
using Cloud.Gateway.Connections;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Integration.GatewayFaults;

/// <summary>Clients that do nothing, or as little as they can: they cost little, harm nobody, and are closed.</summary>
public sealed class SlowClientTests
{
    private const int SmallBuffer = 8 * 1024;
    private const int LengthBytes = 4;

    // Its length and its key.
    private const int BytesToKnowARequest = 6;

    private static readonly TimeSpan IdleCheck = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Idle_connection_is_closed_and_an_active_one_is_not()
    {
        await using var gateway = new GatewayUnderTest(new());
        using var idle = await gateway.Connect();
        using var active = await gateway.Connect();
        await gateway.Serves(idle);
        await gateway.HoldsBytes(0);
        gateway.Clock.Advance(TimeSpan.FromMinutes(9));
        await gateway.Serves(active);
        await gateway.HoldsBytes(0);

        gateway.Clock.Advance(TimeSpan.FromMinutes(2));

        await idle.ReadToEnd();
        await gateway.Logged("connections.max.idle.ms");
        await gateway.Serves(active);
    }

    [Fact]
    public async Task Request_that_comes_byte_by_byte_is_served_but_not_waited_for_without_end()
    {
        await using var gateway = new GatewayUnderTest(new());
        using var bystander = await gateway.Connect();
        using var slow = await gateway.Connect();
        var request = WireClient.Encode(new ApiVersionsRequest(), 2, 1);

        foreach (var index in Enumerable.Range(0, request.Length))
        {
            await slow.Send(request.AsMemory(index, 1));
        }

        Assert.NotNull(await slow.ReadFrame());
        var held = RequestFrame.CountedBytes(ApiKey.ApiVersions, request.Length - LengthBytes);
        foreach (var index in Enumerable.Range(0, 8))
        {
            // First what the bystander's request took must be free again.
            await gateway.HoldsBytes(index < BytesToKnowARequest ? 0 : held);
            await slow.Send(request.AsMemory(index, 1));
            await gateway.HoldsBytes(index < BytesToKnowARequest - 1 ? 0 : held);
            gateway.Clock.Advance(TimeSpan.FromMinutes(1));
            await gateway.Serves(bystander);
        }

        // Ten minutes and more since it was known that there is a request, whatever came of it since.
        gateway.Clock.Advance(TimeSpan.FromMinutes(8));
        await slow.ReadToEnd();
        await gateway.Logged("connections.max.idle.ms");
        await gateway.HoldsBytes(0);
    }

    [Fact]
    public async Task Client_that_never_reads_is_not_read_either_and_is_closed_when_nothing_moves()
    {
        const int RequestCount = 1000;
        var served = 0;
        var large = new StubHandler(SupportedApis.Fetch, mayOverlap: true, (_, _) =>
        {
            Interlocked.Increment(ref served);
            return Task.FromResult<IResponse?>(LargeFetch.Of(byteCount: 64 * 1024));
        });
        await using var gateway = new GatewayUnderTest(new() { InFlightRequestsMax = 8 }, large);
        using var bystander = await gateway.Connect();
        using var client = await gateway.Connect(SmallBuffer);
        var sending = SendMany(client, RequestCount);

        // What the system buffers is answered, and a few more are under way.
        await GatewayUnderTest.HoldsStill(() => served);

        Assert.InRange(served, 8, 500);
        Assert.NotEqual(0, gateway.RequestBytes);
        await gateway.Serves(bystander);
        gateway.Clock.Advance(TimeSpan.FromMinutes(5));
        await gateway.Serves(bystander);
        gateway.Clock.Advance(TimeSpan.FromMinutes(6));
        await gateway.HasConnections(1);
        await gateway.Logged("connections.max.idle.ms");
        await gateway.HoldsBytes(0);
        await sending;
    }

    [Fact]
    public async Task Requests_wait_for_memory_and_go_on_when_there_is_some()
    {
        var held = new HeldRequests(SupportedApis.Produce, mayOverlap: true);
        await using var gateway = new GatewayUnderTest(new() { RequestMemoryMax = 100_000 }, held.Handler);
        using var first = await gateway.Connect();
        using var second = await gateway.Connect();
        await first.Send(LargeProduce(60_000), 3);
        await held.AreWaiting(1);

        await second.Send(LargeProduce(60_000), 3);
        await gateway.IsShort();
        Assert.Equal(1, held.Count);
        held.Release(0, new ProduceResponse { Responses = [] });

        await held.AreWaiting(2);
        held.Release(1, new ProduceResponse { Responses = [] });
        Assert.NotNull(await second.ReadFrame());
        await gateway.HoldsBytes(0);
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(400, 16)]
    public async Task Large_request_counts_for_what_is_made_of_it(int topicCount, int memoryPerByte)
    {
        var held = new HeldRequests(SupportedApis.Fetch, mayOverlap: true);
        await using var gateway = new GatewayUnderTest(new(), held.Handler);
        using var client = await gateway.Connect();
        var topic = new FetchRequest.FetchTopic { Topic = "orders", Partitions = [new()] };
        var request = WireClient.Encode(new FetchRequest { Topics = [.. Enumerable.Repeat(topic, topicCount)] }, 4, 1);

        await client.Send(request);
        await held.AreWaiting(1);

        Assert.Equal((request.Length - LengthBytes) * memoryPerByte, gateway.RequestBytes);
        held.Release(0, new FetchResponse { Responses = [] });
        await gateway.HoldsBytes(0);
    }

    [Fact]
    public async Task Client_that_takes_a_large_answer_slowly_is_not_idle()
    {
        // A part is more than what the system buffers: taking it makes room for what is sent after the clock has moved.
        const int PartBytes = 8 * 1024 * 1024;
        const int Parts = 5;
        var large = new StubHandler(SupportedApis.Fetch, mayOverlap: true, (_, _) =>
            Task.FromResult<IResponse?>(LargeFetch.Of(byteCount: Parts * PartBytes)));
        await using var gateway = new GatewayUnderTest(new(), large);
        using var client = await gateway.Connect(SmallBuffer);
        await client.Send(new FetchRequest { Topics = [] }, 4);

        for (var part = 0; part < Parts; part++)
        {
            await client.Read(PartBytes);
            gateway.Clock.Advance(TimeSpan.FromMinutes(6));
        }

        Assert.Empty(gateway.Log.Lines);
    }

    [Fact]
    public async Task Request_larger_than_all_the_memory_is_served_alone()
    {
        var held = new HeldRequests(SupportedApis.Produce, mayOverlap: true);
        await using var gateway = new GatewayUnderTest(new() { RequestMemoryMax = 1000 }, held.Handler);
        using var client = await gateway.Connect();

        await client.Send(LargeProduce(60_000), 3);
        await held.AreWaiting(1);
        held.Release(0, new ProduceResponse { Responses = [] });

        Assert.NotNull(await client.ReadFrame());
    }

    [Fact]
    public async Task Memory_that_a_stalled_request_keeps_from_others_is_taken_from_it()
    {
        await using var gateway = new GatewayUnderTest(new() { RequestMemoryMax = 100_000 });
        using var stalled = await gateway.Connect();
        using var other = await gateway.Connect();
        var claim = WireClient.Encode(LargeProduce(90_000), 3, 1);
        await stalled.Send(claim.AsMemory(0, 1000));
        await gateway.HoldsBytes(claim.Length - 4);
        await other.Send(WireClient.Encode(new ApiVersionsRequest(), 2, 1));
        await other.Send(WireClient.Encode(LargeProduce(90_000), 3, 2).AsMemory(0, BytesToKnowARequest));
        Assert.NotNull(await other.ReadFrame());
        await gateway.IsShort();

        gateway.Clock.Advance(new GatewayOptions().StalledMax + IdleCheck);

        await stalled.ReadToEnd();
        await gateway.Logged("queued.max.request.bytes");
        await gateway.HoldsBytes(claim.Length - 4);
    }

    private static ProduceRequest LargeProduce(int byteCount) => new()
    {
        Acks = -1,
        TopicData =
        [
            new() { Name = "t", PartitionData = [new() { Records = new MemoryRecords(new byte[byteCount]) }] },
        ],
    };

    private static async Task SendMany(WireClient client, int count)
    {
        for (var sent = 0; sent < count; sent++)
        {
            await client.TrySend(WireClient.Encode(new FetchRequest { Topics = [] }, 4, sent));
        }
    }
}

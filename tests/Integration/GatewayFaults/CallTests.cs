using Cloud.Grains.Interfaces.Gateway;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Integration.GatewayFaults;

/// <summary>Requests without a connection: the limits are the same.</summary>
public sealed class CallTests
{
    private const int LengthBytes = 4;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1001)]
    public async Task Frame_of_no_request_s_length_is_refused_with_a_line(int byteCount)
    {
        await using var gateway = new GatewayUnderTest(new() { RequestBytesMax = 1000 });

        var refused = await Assert.ThrowsAsync<KafkaRequestRefusedException>(
            async () => await gateway.Calls.Answer(new byte[byteCount], "a caller"));

        Assert.Contains($"a request of {byteCount} bytes", refused.Message, StringComparison.Ordinal);
        await gateway.Logged($"Refused a call of a caller: a request of {byteCount} bytes");
        await gateway.HoldsBytes(0);
    }

    [Fact]
    public async Task Frame_that_is_none_is_refused_and_the_caller_goes_on()
    {
        await using var gateway = new GatewayUnderTest(new());

        await Assert.ThrowsAsync<KafkaRequestRefusedException>(
            async () => await gateway.Calls.Answer(new byte[] { 0, 99, 0, 0, 0, 0, 0, 1, 255, 255 }, "a caller"));
        var answer = await gateway.Calls.Answer(FrameOf(new ApiVersionsRequest(), 2), "a caller");

        await gateway.Logged("API key 99");
        Assert.True(ResponseFrames.TryRead(new(answer), SupportedApis.ApiVersions, 2, out _, out _));
        await gateway.HoldsBytes(0);
    }

    [Fact]
    public async Task Request_without_an_answer_is_answered_with_no_bytes()
    {
        var held = new HeldRequests(SupportedApis.Produce, mayOverlap: true);
        await using var gateway = new GatewayUnderTest(new(), held.Handler);
        var answer = gateway.Calls.Answer(FrameOf(new ProduceRequest { TopicData = [] }, 3), "a caller");

        held.Release(0, response: null);

        Assert.True((await answer).IsEmpty);
    }

    [Fact]
    public async Task Calls_wait_for_the_memory_that_connections_use()
    {
        var held = new HeldRequests(SupportedApis.Produce, mayOverlap: true);
        await using var gateway = new GatewayUnderTest(new() { RequestMemoryMax = 100_000 }, held.Handler);
        using var client = await gateway.Connect();
        await client.Send(LargeProduce(), 3);
        await held.AreWaiting(1);

        var answer = gateway.Calls.Answer(FrameOf(LargeProduce(), 3), "a caller");
        await gateway.IsShort();
        Assert.Equal(1, held.Count);
        held.Release(0, new ProduceResponse { Responses = [] });
        await held.AreWaiting(2);
        held.Release(1, new ProduceResponse { Responses = [] });

        Assert.False((await answer).IsEmpty);
        await gateway.HoldsBytes(0);
    }

    [Fact]
    public async Task Caller_with_many_requests_under_way_waits_and_others_do_not()
    {
        var held = new HeldRequests(SupportedApis.Produce, mayOverlap: true);
        await using var gateway = new GatewayUnderTest(new() { InFlightRequestsMax = 2 }, held.Handler);
        var frame = FrameOf(new ProduceRequest { TopicData = [] }, 3);
        List<Task<ReadOnlyMemory<byte>>> calls =
        [
            .. Enumerable.Repeat("busy", 3).Append("other").Select(who => gateway.Calls.Answer(frame, who).AsTask()),
        ];

        Assert.Equal(3, held.Count);
        held.Release(0, new ProduceResponse { Responses = [] });
        await held.AreWaiting(4);
        held.ReleaseRest(first: 1, new ProduceResponse { Responses = [] });

        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task Frame_stays_while_it_is_served_though_nobody_waits_any_more()
    {
        var held = new HeldRequests(SupportedApis.Produce, mayOverlap: true);
        await using var gateway = new GatewayUnderTest(new(), held.Handler);
        var frame = FrameOf(new ProduceRequest { TopicData = [] }, 3);
        using var patience = new CancellationTokenSource();
        var answer = gateway.Calls.Answer(frame, "a caller", patience.Token).AsTask();

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        var heldBytes = gateway.RequestBytes;
        held.Release(0, new ProduceResponse { Responses = [] });

        Assert.Equal(frame.Length, heldBytes);
        await gateway.HoldsBytes(0);
    }

    [Fact]
    public async Task Records_in_files_are_copied_into_the_answer_and_a_file_too_short_is_an_error()
    {
        using var cut = new ShortFile(claimedBytes: 100_000, actualBytes: 50_000);
        using var whole = new ShortFile(claimedBytes: 100_000, actualBytes: 100_000);
        var files = new Queue<ShortFile>([whole, cut]);
        var fetch = new StubHandler(SupportedApis.Fetch, mayOverlap: true, (_, _) =>
            Task.FromResult<IResponse?>(LargeFetch.Of(files.Dequeue())));
        await using var gateway = new GatewayUnderTest(new(), fetch);
        var frame = FrameOf(new FetchRequest { Topics = [] }, 4);

        var answer = await gateway.Calls.Answer(frame, "a caller");

        Assert.True(ResponseFrames.TryRead(new(answer), SupportedApis.Fetch, 4, out var response, out _));
        var records = ((FetchResponse)response).Responses[0].Partitions[0].Records!;
        Assert.Equal(100_000, records.ByteCount);
        await Assert.ThrowsAsync<IOException>(async () => await gateway.Calls.Answer(frame, "a caller"));
        await gateway.Logged("A call of a caller failed.");
    }

    private static byte[] FrameOf(IRequest request, short version) =>
        WireClient.Encode(request, version, correlationId: 1)[LengthBytes..];

    private static ProduceRequest LargeProduce() => new()
    {
        TopicData =
        [
            new() { Name = "t", PartitionData = [new() { Records = new MemoryRecords(new byte[60_000]) }] },
        ],
    };
}

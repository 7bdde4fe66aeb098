using System.Net.Sockets;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Integration.GatewayFaults;

/// <summary>Order, overlap, ends of connections, and what a handler that fails does to them.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public async Task Answers_come_in_the_order_of_the_requests_though_they_are_done_in_another()
    {
        var held = new HeldRequests(SupportedApis.Fetch, mayOverlap: true);
        await using var gateway = new GatewayUnderTest(new(), held.Handler);
        using var client = await gateway.Connect();
        var first = await client.Send(new FetchRequest { Topics = [] }, 4);
        var second = await client.Send(new FetchRequest { Topics = [] }, 4);
        var third = await client.Send(new ApiVersionsRequest(), 2);
        await held.AreWaiting(2);

        held.Release(1, new FetchResponse { Responses = [] });
        held.Release(0, new FetchResponse { Responses = [] });

        Assert.Equal(first, await client.ReadCorrelationId());
        Assert.Equal(second, await client.ReadCorrelationId());
        Assert.Equal(third, await client.ReadCorrelationId());
    }

    [Fact]
    public async Task Request_that_may_not_overlap_waits_for_all_before_it_and_all_behind_it_wait()
    {
        var fetches = new HeldRequests(SupportedApis.Fetch, mayOverlap: true);
        var topics = new HeldRequests(SupportedApis.CreateTopics, mayOverlap: false);
        await using var gateway = new GatewayUnderTest(new(), fetches.Handler, topics.Handler);
        using var client = await gateway.Connect();
        await client.Send(new FetchRequest { Topics = [] }, 4);
        await client.Send(new FetchRequest { Topics = [] }, 4);
        await client.Send(new CreateTopicsRequest { Topics = [] }, 2);
        await client.Send(new FetchRequest { Topics = [] }, 4);
        await fetches.AreWaiting(2);

        fetches.Release(1, new FetchResponse { Responses = [] });
        Assert.Equal(0, topics.Count);
        fetches.Release(0, new FetchResponse { Responses = [] });
        await topics.AreWaiting(1);
        Assert.Equal(2, fetches.Count);
        topics.Release(0, new CreateTopicsResponse { Topics = [] });

        await fetches.AreWaiting(3);
        fetches.Release(2, new FetchResponse { Responses = [] });
    }

    [Fact]
    public async Task Client_that_closes_its_direction_gets_the_answers_that_are_due()
    {
        await using var gateway = new GatewayUnderTest(new());
        using var client = await gateway.Connect();
        var request = WireClient.Encode(new ApiVersionsRequest(), 2, 1);

        await client.Send((byte[])[.. request, .. request, .. request]);
        client.Socket.Shutdown(SocketShutdown.Send);

        for (var count = 0; count < 3; count++)
        {
            Assert.NotNull(await client.ReadFrame());
        }

        Assert.Null(await client.ReadFrame());
        await gateway.HasConnections(0);
        Assert.Empty(gateway.Log.Lines);
    }

    [Fact]
    public async Task Handler_that_fails_closes_its_connection_with_one_line()
    {
        var held = new HeldRequests(SupportedApis.Fetch, mayOverlap: true);
        await using var gateway = new GatewayUnderTest(new(), held.Handler);
        using var bystander = await gateway.Connect();
        using var client = await gateway.Connect();
        await client.Send(new FetchRequest { Topics = [] }, 4);
        await client.Send(new FetchRequest { Topics = [] }, 4);
        await held.AreWaiting(2);

        held.Fail(1, new InvalidOperationException("second"));
        held.Fail(0, new InvalidOperationException("out of luck"));

        await client.ReadToEnd();
        await gateway.Logged("out of luck");
        await gateway.HasConnections(1);
        await gateway.Serves(bystander);
        await gateway.HoldsBytes(0);
    }

    [Fact]
    public async Task Frame_of_a_request_stays_while_it_is_served_though_the_client_is_gone()
    {
        var held = new HeldRequests(SupportedApis.Produce, mayOverlap: true);
        await using var gateway = new GatewayUnderTest(new(), held.Handler);
        var client = await gateway.Connect();
        await client.Send(new ProduceRequest { Acks = -1, TopicData = [] }, 3);
        await held.AreWaiting(1);
        var heldBytes = gateway.RequestBytes;

        client.Reset();
        await held.ConnectionEnds(0);
        var heldAfterTheEnd = gateway.RequestBytes;
        held.Release(0, new ProduceResponse { Responses = [] });

        Assert.NotEqual(0, heldBytes);
        Assert.Equal(heldBytes, heldAfterTheEnd);
        await gateway.HoldsBytes(0);
        await gateway.HasConnections(0);
    }

    [Fact]
    public async Task Request_without_room_among_those_under_way_keeps_its_frame_as_well_while_it_is_served()
    {
        var held = new HeldRequests(SupportedApis.Produce, mayOverlap: true);
        await using var gateway = new GatewayUnderTest(new() { InFlightRequestsMax = 2 }, held.Handler);
        using var client = await gateway.Connect();
        for (var count = 0; count < 10; count++)
        {
            await client.Send(new ProduceRequest { Acks = -1, TopicData = [] }, 3);
        }

        // One is waited for, two wait behind it, and one for a place behind these; the others are not read.
        await held.AreWaiting(4);
        var heldBytes = gateway.RequestBytes;
        held.Fail(0, new InvalidOperationException("out of luck"));
        await held.ConnectionEnds(3);
        await gateway.HoldsBytes(heldBytes / 4 * 3);
        held.ReleaseRest(first: 1, new ProduceResponse { Responses = [] });

        await gateway.HoldsBytes(0);
        await gateway.HasConnections(0);
        Assert.Equal(4, held.Count);
    }

    [Fact]
    public async Task Reset_in_the_midst_of_an_answer_harms_nobody_else()
    {
        var large = new StubHandler(SupportedApis.Fetch, mayOverlap: true, (_, _) => Task.FromResult<IResponse?>(
            LargeFetch.Of(byteCount: 8 * 1024 * 1024)));
        await using var gateway = new GatewayUnderTest(new(), large);
        using var bystander = await gateway.Connect();
        var client = await gateway.Connect();
        await client.Send(new FetchRequest { Topics = [] }, 4);
        await client.Socket.ReceiveAsync(new byte[1000]);

        client.Reset();

        await gateway.HasConnections(1);
        await gateway.Serves(bystander);
        await gateway.HoldsBytes(0);
    }

    [Fact]
    public async Task Segment_file_that_is_too_short_closes_and_no_other_answer_follows_the_cut_one()
    {
        var file = new ShortFile(claimedBytes: 100_000, actualBytes: 50_000);
        var cut = new StubHandler(SupportedApis.Fetch, mayOverlap: true, (_, _) => Task.FromResult<IResponse?>(
            LargeFetch.Of(file)));
        await using var gateway = new GatewayUnderTest(new(), cut);
        using var client = await gateway.Connect();
        await client.Send(new FetchRequest { Topics = [] }, 4);
        await client.Send(new ApiVersionsRequest(), 2);

        Assert.Null(await client.ReadFrame());
        await gateway.Logged("ends before its records do");
        file.Dispose();
    }

    [Fact]
    public async Task Places_are_counted_for_all_and_for_each_address_and_are_given_back()
    {
        await using var gateway = new GatewayUnderTest(new() { ConnectionsMax = 2 });
        var first = await gateway.Connect();
        using var second = await gateway.Connect();
        await gateway.Serves(first);
        await gateway.Serves(second);

        using var refused = await gateway.Connect();
        await refused.ReadToEnd();
        await gateway.Logged("max.connections.");
        first.Dispose();
        await gateway.HasConnections(1);

        await gateway.ServesOthers();
    }

    [Fact]
    public async Task Places_of_one_address_are_bounded()
    {
        await using var gateway = new GatewayUnderTest(new() { ConnectionsPerAddressMax = 1 });
        using var first = await gateway.Connect();
        await gateway.Serves(first);

        using var refused = await gateway.Connect();
        await refused.ReadToEnd();

        await gateway.Logged("max.connections.per.ip");
        await gateway.Serves(first);
    }
}

using System.Buffers.Binary;
using System.Net.Sockets;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Integration.GatewayFaults;

/// <summary>Bytes that are no request end their connection, with a line that says why, and nothing else.</summary>
public sealed class MalformedFrameTests
{
    private static readonly StubHandler Metadata = new(
        SupportedApis.Metadata, mayOverlap: false, (_, _) => Task.FromResult<IResponse?>(new MetadataResponse()));

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    [InlineData(1_000_001)]
    public Task Length_that_cannot_be_closes(int length) =>
        Closes(LengthOf(length), $"a request of {length} bytes; at most 1000000 are taken (socket.request.max.bytes)");

    [Fact]
    public Task Request_without_room_for_its_head_closes() => Closes(Frame([0, 18]), "RequestHeader");

    [Fact]
    public Task Text_closes() =>
        Closes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), "a request of 1195725856 bytes");

    [Fact]
    public Task Tls_closes() => Closes([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3], "a request of");

    [Fact]
    public Task Unknown_api_closes() => Closes(Frame([0, 99, 0, 0, 0, 0, 0, 1, 0xff, 0xff]), "API key 99");

    [Fact]
    public Task Api_that_is_not_served_closes() =>
        Closes(WireClient.Encode(new HeartbeatRequest(), 0, 1), "API key 12, which is not served");

    [Fact]
    public Task Version_that_is_not_served_closes() =>
        Closes(Frame([0, 3, 0, 120, 0, 0, 0, 1, 0xff, 0xff, 0]), "Metadata in version 120");

    [Fact]
    public Task Array_that_cannot_be_in_the_request_closes() =>
        Closes(Frame([0, 3, 0, 1, 0, 0, 0, 1, 0xff, 0xff, 0x3b, 0x9a, 0xca, 0]), "Topics");

    [Fact]
    public Task Text_that_cannot_be_in_the_request_closes() =>
        Closes(Frame([0, 3, 0, 1, 0, 0, 0, 1, 0x7f, 0xff, 1]), "ClientId");

    [Fact]
    public Task Bytes_behind_the_request_close() =>
        Closes(Frame([0, 18, 0, 0, 0, 0, 0, 1, 0xff, 0xff, 1, 2, 3]), "ApiVersionsRequest");

    [Fact]
    public async Task Unknown_version_of_ApiVersions_is_answered_in_version_0_and_the_client_goes_on()
    {
        await using var gateway = new GatewayUnderTest(new());
        using var client = await gateway.Connect();

        await client.Send(Frame([0, 18, 0, 120, 0, 0, 0, 7, 0xff, 0xff, 0]));
        var answer = (ApiVersionsResponse)await client.ReadResponse(SupportedApis.ApiVersions, 0);

        Assert.Equal(KafkaError.UnsupportedVersion, answer.Error);
        Assert.NotEmpty(answer.ApiKeys);
        await gateway.Serves(client);
        Assert.Empty(gateway.Log.Lines);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(12)]
    public async Task Request_that_is_cut_off_closes(int byteCount)
    {
        await using var gateway = new GatewayUnderTest(new());
        using var client = await gateway.Connect();
        var request = WireClient.Encode(new ApiVersionsRequest(), 2, 1);

        await client.Send(request.AsMemory(0, byteCount));
        client.Socket.Shutdown(SocketShutdown.Send);

        await client.ReadToEnd();
        await gateway.Logged("it ended inside a request");
        await gateway.HasConnections(0);
        await gateway.HoldsBytes(0);
    }

    [Fact]
    public async Task Random_bytes_close_and_are_logged_once_for_each_connection()
    {
        const int Seed = 4711;
        var random = new Random(Seed);
        await using var gateway = new GatewayUnderTest(new() { RequestBytesMax = 4096 }, Metadata);
        using var bystander = await gateway.Connect();

        for (var count = 1; count <= 200; count++)
        {
            using var client = await gateway.Connect();
            var bytes = new byte[random.Next(1, 5000)];
            random.NextBytes(bytes);
            await client.TrySend(bytes);
            client.TryShutdownSend();
            await client.ReadToEnd();
            await gateway.HasConnections(1);
            Assert.True(gateway.Log.Lines.Count <= count, $"seed {Seed}, connection {count}");
        }

        await gateway.Serves(bystander);
        await gateway.HoldsBytes(0);
        Assert.DoesNotContain(gateway.Log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    private static async Task Closes(byte[] bytes, string reason)
    {
        await using var gateway = new GatewayUnderTest(new() { RequestBytesMax = 1_000_000 }, Metadata);
        using var bystander = await gateway.Connect();
        using var client = await gateway.Connect();
        await gateway.Serves(client);

        await client.Send(bytes);

        await client.ReadToEnd();
        await gateway.Logged(reason);
        await gateway.Serves(bystander);
        await gateway.HoldsBytes(0);
    }

    private static byte[] LengthOf(int length)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        return bytes;
    }

    private static byte[] Frame(byte[] content) => [.. LengthOf(content.Length), .. content];
}

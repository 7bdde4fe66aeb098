using System.Net;
using Cloud.Gateway;
using Cloud.Gateway.Calls;
using Cloud.Gateway.Connections;
using Cloud.Gateway.Dispatch;
using Cloud.Gateway.Handlers;
using Cloud.Integration.Brokers;
using Cloud.Protocol.Messages;
using Microsoft.Extensions.DependencyInjection;

namespace Cloud.Integration.GatewayFaults;

/// <summary>A gateway on real sockets without a broker: it serves ApiVersions and what the test brings.</summary>
internal sealed class GatewayUnderTest : IAsyncDisposable
{
    private const short Version = 2;

    // A test that failed has left requests that nobody serves.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ServiceProvider _services;
    private readonly KafkaGateway _gateway;

    public GatewayUnderTest(GatewayOptions options, params IRequestHandler[] handlers)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IRequestHandler, ApiVersionsHandler>();
        foreach (var handler in handlers)
        {
            services.AddSingleton(handler);
        }

        _services = services.BuildServiceProvider();
        var connections = new ConnectionServices(
            new(_services.GetServices<IRequestHandler>()),
            new(options.RequestMemoryMax),
            options with { Listeners = [new("PLAINTEXT", new(IPAddress.Loopback, 0))] },
            Clock,
            new(Log));
        Calls = new(connections);
        _gateway = new(connections);
        _gateway.Start();
    }

    public ManualClock Clock { get; } = new();

    public RecordedLog Log { get; } = new();

    /// <summary>The same requests without a connection.</summary>
    public KafkaRequests Calls { get; }

    public int ConnectionCount => _gateway.ConnectionCount;

    public long RequestBytes => _gateway.RequestBytes;

    public Task<WireClient> Connect(int? receiveBytes = null) =>
        WireClient.Connect(((IPEndPoint)_gateway.EndPoints[0]).Port, receiveBytes);

    /// <summary>Asserts that a client is served.</summary>
    public async Task Serves(WireClient client)
    {
        var response = await client.Ask(new ApiVersionsRequest(), Version);
        Assert.NotEmpty(response.ApiKeys);
    }

    /// <summary>Asserts that somebody new is served.</summary>
    public async Task ServesOthers()
    {
        using var other = await Connect();
        await Serves(other);
    }

    /// <summary>Waits until so many connections are left.</summary>
    public Task HasConnections(int count) => Eventually.Is(
        () => Task.FromResult(ConnectionCount), known => known == count, $"{count} connections are left");

    /// <summary>Waits until requests take so many bytes.</summary>
    public Task HoldsBytes(long byteCount) => Eventually.Is(
        () => Task.FromResult(RequestBytes), held => held == byteCount, $"requests take {byteCount} bytes");

    /// <summary>Waits until a request waits for memory.</summary>
    public Task IsShort() => Eventually.Is(
        () => Task.FromResult(_gateway.IsMemoryShort), isShort => isShort, "somebody waits for memory");

    /// <summary>Waits until a number does not grow any more: the same in twenty looks on end.</summary>
    public static async Task HoldsStill(Func<int> number)
    {
        var (last, looks) = (-1, 0);
        await Eventually.Is(
            () => Task.FromResult(number()),
            seen =>
            {
                looks = seen == last && seen > 0 ? looks + 1 : 0;
                last = seen;
                return looks == 20;
            },
            "it stands still");
    }

    /// <summary>The one line that is logged.</summary>
    public Task<IReadOnlyCollection<string>> Logged(string text) => Eventually.Is(
        () => Task.FromResult(Log.Lines),
        lines => lines.Count == 1 && lines.First().Contains(text, StringComparison.Ordinal),
        $"one line says: {text}");

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync().AsTask().WaitAsync(Patience);
        await _services.DisposeAsync();
    }
}

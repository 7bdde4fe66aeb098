using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Cloud.Integration.Brokers;
using Cloud.Protocol.Wire;

namespace Cloud.Integration.Gateway;

/// <summary>A Kafka client that knows nothing but frames: what is asked is sent, what is answered is read.</summary>
internal sealed class TestClient : IAsyncDisposable
{
    private const int LengthBytes = 4;

    private readonly TcpClient _connection = new();
    private readonly Queue<(int CorrelationId, ApiDescription Api, short Version)> _asked = new();
    private int _lastCorrelationId;

    private NetworkStream Stream => _connection.GetStream();

    public static Task<TestClient> Connect(BrokerCluster cluster, int broker = 0) =>
        Connect(cluster.KafkaPortOf(broker));

    public static async Task<TestClient> Connect(int port)
    {
        var client = new TestClient();
        await client._connection.ConnectAsync(IPAddress.Loopback, port);
        return client;
    }

    public async Task<TResponse> Ask<TResponse>(IRequest request, short version)
        where TResponse : class, IResponse
    {
        await Send(request, version);
        return await Read<TResponse>();
    }

    public async Task<TResponse> AskNewest<TResponse>(IRequest request)
        where TResponse : class, IResponse => await Ask<TResponse>(request, request.Api.Versions.Last);

    public async Task Send(IRequest request, short version)
    {
        using var frame = new OutgoingFrame();
        RequestFrames.Write(frame, request, version, ++_lastCorrelationId, "test");
        var bytes = new ArrayBufferWriter<byte>();
        frame.CopyTo(bytes);
        _asked.Enqueue((_lastCorrelationId, request.Api, version));
        await Stream.WriteAsync(bytes.WrittenMemory);
    }

    /// <summary>The answer to the oldest request that was sent and not read.</summary>
    public async Task<TResponse> Read<TResponse>()
        where TResponse : class, IResponse => Assert.IsType<TResponse>(await Read());

    public async Task<IResponse> Read()
    {
        var (correlationId, api, version) = _asked.Dequeue();
        var length = new byte[LengthBytes];
        await Stream.ReadExactlyAsync(length);
        var bytes = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        await Stream.ReadExactlyAsync(bytes);
        var frame = new ReadOnlySequence<byte>(bytes);
        Assert.True(ResponseFrames.TryReadCorrelationId(frame, out var answered));
        Assert.Equal(correlationId, answered);
        Assert.True(ResponseFrames.TryRead(frame, api, version, out var response, out var error), error.ToString());
        return response;
    }

    /// <summary>Waits for the other side to close; false when something came instead.</summary>
    public async Task<bool> IsClosed()
    {
        try
        {
            return await Stream.ReadAsync(new byte[1]) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public ValueTask DisposeAsync()
    {
        _connection.Dispose();
        return ValueTask.CompletedTask;
    }
}

using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Cloud.Protocol.Wire;

namespace Cloud.Integration.GatewayFaults;

/// <summary>
/// A client without manners: it sends what it is told to, well formed or not, and reads what comes. One user.
/// </summary>
internal sealed class WireClient : IDisposable
{
    private const string ClientId = "wire-client";

    // What never comes must not hang the suite.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Socket _socket;
    private int _lastCorrelationId;

    private WireClient(Socket socket)
    {
        _socket = socket;
    }

    public Socket Socket => _socket;

    /// <param name="port">Of loopback.</param>
    /// <param name="receiveBytes">What the system buffers of what is not read yet; null for its default.</param>
    public static async Task<WireClient> Connect(int port, int? receiveBytes = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBytes is { } bytes)
        {
            socket.ReceiveBufferSize = bytes;
        }

        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        return new(socket);
    }

    /// <summary>The bytes of a request, with their length.</summary>
    public static byte[] Encode(IRequest request, short version, int correlationId)
    {
        using var frame = new OutgoingFrame();
        RequestFrames.Write(frame, request, version, correlationId, ClientId);
        var bytes = new ArrayBufferWriter<byte>();
        frame.CopyTo(bytes);
        return bytes.WrittenSpan.ToArray();
    }

    public async Task<TResponse> Ask<TRequest, TResponse>(IRequest<TRequest, TResponse> request, short version)
        where TRequest : IRequest<TRequest, TResponse>
        where TResponse : IResponse<TResponse>
    {
        await Send(request, version);
        return (TResponse)await ReadResponse(request.Api, version);
    }

    /// <returns>The correlation id that the answer will bear.</returns>
    public async Task<int> Send(IRequest request, short version)
    {
        var correlationId = ++_lastCorrelationId;
        await Send(Encode(request, version, correlationId));
        return correlationId;
    }

    public async Task Send(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await _socket.SendAsync(bytes).AsTask().WaitAsync(Patience)..];
        }
    }

    /// <summary>Sends as much as the broker takes before it closes.</summary>
    public async Task TrySend(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await Send(bytes);
        }
        catch (SocketException)
        {
            // It has closed already.
        }
    }

    /// <summary>Says that nothing more will come, if the broker still listens.</summary>
    public void TryShutdownSend()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // It has closed already.
        }
    }

    /// <summary>Ends the connection by a reset, not by an end.</summary>
    public void Reset()
    {
        _socket.LingerState = new(enable: true, seconds: 0);
        _socket.Dispose();
    }

    public async Task<IResponse> ReadResponse(ApiDescription api, short version)
    {
        var frame = await ReadFrame() ?? throw new EndOfStreamException("The broker has closed the connection.");
        return ResponseFrames.TryRead(new(frame), api, version, out var response, out var error)
            ? response
            : throw new InvalidDataException(error.ToString());
    }

    /// <summary>The next answer without its length; null when the broker has closed the connection.</summary>
    public async Task<byte[]?> ReadFrame()
    {
        var length = new byte[sizeof(int)];
        if (!await TryFill(length))
        {
            return null;
        }

        var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        return await TryFill(frame) ? frame : null;
    }

    /// <summary>Takes so many bytes, whatever they are.</summary>
    public async Task Read(int byteCount) => Assert.True(await TryFill(new byte[byteCount]));

    /// <summary>Of the next answer.</summary>
    public async Task<int> ReadCorrelationId() => BinaryPrimitives.ReadInt32BigEndian(await ReadFrame());

    /// <summary>Waits until the broker closes, whatever it sends before.</summary>
    public async Task ReadToEnd()
    {
        var buffer = new byte[64 * 1024];
        while (await Receive(buffer) > 0)
        {
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task<bool> TryFill(Memory<byte> target)
    {
        while (!target.IsEmpty)
        {
            var received = await Receive(target);
            if (received == 0)
            {
                return false;
            }

            target = target[received..];
        }

        return true;
    }

    private async Task<int> Receive(Memory<byte> target)
    {
        try
        {
            return await _socket.ReceiveAsync(target).AsTask().WaitAsync(Patience);
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.ConnectionReset)
        {
            return 0;
        }
    }
}

using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Cloud.Protocol;
using Cloud.Protocol.Wire;

namespace Cloud.Benchmarks.Gateway;

/// <summary>
/// A client that costs as little as it can: requests are encoded once, answers come into one buffer. One user.
/// </summary>
internal sealed class WireConnection : IDisposable
{
    private const int LengthBytes = 4;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
    };

    private byte[] _buffer = new byte[1024 * 1024];

    public WireConnection(int port)
    {
        _socket.Connect(IPAddress.Loopback, port);
    }

    /// <summary>A request with its length, to be sent as often as one likes.</summary>
    public static byte[] Encode(IRequest request, short version)
    {
        using var frame = new OutgoingFrame();
        RequestFrames.Write(frame, request, version, correlationId: 1, clientId: "bench");
        var bytes = new ArrayBufferWriter<byte>();
        frame.CopyTo(bytes);
        return bytes.WrittenSpan.ToArray();
    }

    public TResponse Ask<TRequest, TResponse>(IRequest<TRequest, TResponse> request, short version)
        where TRequest : IRequest<TRequest, TResponse>
        where TResponse : IResponse<TResponse>
    {
        Send(Encode(request, version));
        return (TResponse)Read(request.Api, version);
    }

    public void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[_socket.Send(bytes)..];
        }
    }

    /// <summary>The next answer. Records in it are valid until the one after it is read.</summary>
    public IResponse Read(ApiDescription api, short version)
    {
        var isRead = ResponseFrames.TryRead(new(ReadBytes()), api, version, out var response, out var error);
        return isRead ? response! : throw new InvalidDataException(error.ToString());
    }

    /// <summary>The bytes of the next answer, without their length; valid until the one after it is read.</summary>
    public ReadOnlyMemory<byte> ReadBytes()
    {
        Fill(_buffer.AsSpan(0, LengthBytes));
        var byteCount = BinaryPrimitives.ReadInt32BigEndian(_buffer);
        if (_buffer.Length < byteCount)
        {
            _buffer = new byte[byteCount * 2];
        }

        Fill(_buffer.AsSpan(0, byteCount));
        return _buffer.AsMemory(0, byteCount);
    }

    /// <summary>Takes so many bytes off the socket and forgets them.</summary>
    public void Skip(long byteCount)
    {
        while (byteCount > 0)
        {
            var received = _socket.Receive(_buffer.AsSpan(0, (int)Math.Min(byteCount, _buffer.Length)));
            Invariant.Holds(received > 0);
            byteCount -= received;
        }
    }

    public void Dispose() => _socket.Dispose();

    private void Fill(Span<byte> target)
    {
        while (!target.IsEmpty)
        {
            var received = _socket.Receive(target);
            Invariant.Holds(received > 0);
            target = target[received..];
        }
    }
}

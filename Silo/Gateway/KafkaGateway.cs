using System.Net;
using System.Net.Sockets;
using Cloud.Gateway.Connections;

namespace Cloud.Gateway;

/// <summary>The Kafka listeners of a silo. Started and stopped once, by <see cref="GatewayLifecycle"/>.</summary>
internal sealed class KafkaGateway : IAsyncDisposable
{
    private const int Backlog = 512;
    private static readonly TimeSpan IdleCheckInterval = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _ending = new();
    private readonly ConnectionServices _services;
    private readonly ConnectionTable _connections;
    private readonly List<Socket> _sockets = [];
    private readonly List<Task> _loops = [];

    public KafkaGateway(ConnectionServices services)
    {
        _services = services;
        _connections = new(services.Options, services.Memory, services.Log);
    }

    public int ConnectionCount => _connections.Count;

    /// <summary>Bytes of requests that are being read or served.</summary>
    public long RequestBytes => _services.Memory.Used;

    /// <summary>A request waits until others give memory back.</summary>
    public bool IsMemoryShort => _services.Memory.IsShort;

    /// <summary>Where it listens; the ports are known once it has started.</summary>
    public IReadOnlyList<EndPoint> EndPoints => [.. _sockets.Select(socket => socket.LocalEndPoint!)];

    /// <exception cref="ListenerException">An address cannot be had.</exception>
    public void Start()
    {
        foreach (var listener in _services.Options.Listeners)
        {
            var socket = Listen(listener);
            _sockets.Add(socket);
            _loops.Add(Accept(socket, listener));
            _services.Log.Listening(socket.LocalEndPoint!.ToString()!, listener.Name);
        }

        _loops.Add(CloseIdle());
    }

    public async Task Stop()
    {
        await _ending.CancelAsync();
        _sockets.ForEach(socket => socket.Dispose());
        await Task.WhenAll(_loops);
        await _connections.CloseAll();
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _ending.Dispose();
    }

    private static Socket Listen(ListenerOptions listener)
    {
        var socket = new Socket(listener.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(listener.EndPoint);
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw new ListenerException(
                $"The Kafka listener {listener.Name} cannot be had on {listener.EndPoint}: {error.Message}", error);
        }
    }

    private async Task Accept(Socket socket, ListenerOptions listener)
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                Welcome(await socket.AcceptAsync(_ending.Token), listener);
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException error)
            {
                // No handles are left, or the client went before it was looked at: the others must not suffer.
                _services.Log.AcceptFailed(error);
                await Task.Delay(TimeSpan.FromMilliseconds(100), _services.Clock);
            }
        }
    }

    private void Welcome(Socket client, ListenerOptions listener)
    {
        if (client.RemoteEndPoint is not IPEndPoint remote)
        {
            client.Dispose();
            return;
        }

        var identity = new ConnectionIdentity(listener.Name, remote.Address, remote.ToString());
        if (!_connections.TryEnter(identity))
        {
            client.Dispose();
            return;
        }

        client.NoDelay = true;
        _connections.Serve(new(client, identity, _services));
    }

    private async Task CloseIdle()
    {
        using var timer = new PeriodicTimer(IdleCheckInterval, _services.Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token))
            {
                _connections.CloseIdle();
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway ends.
        }
    }
}

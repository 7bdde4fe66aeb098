using System.Net;
using System.Net.Sockets;

namespace Cloud.Client;

/// <summary>Kafka's protocol over TCP: to Cloud from outside of its cluster, or to any other Kafka.</summary>
public sealed class WireTransport : ITransport
{
    private readonly IReadOnlyList<BrokerAddress> _bootstrap;
    private readonly TimeSpan _connectTimeout;
    private readonly int _responseBytesMax;
    private readonly TimeProvider _clock;

    /// <param name="options">Its servers, time to connect and largest answer are used.</param>
    /// <exception cref="ClientOptionsException">A server is no <c>host:port</c>.</exception>
    public WireTransport(ClientOptions options)
    {
        _bootstrap = ServerAddress.ParseAll(options.BootstrapServers);
        _connectTimeout = options.ConnectTimeout;
        _responseBytesMax = options.ResponseBytesMax;
        _clock = options.Clock;
    }

    public ValueTask<IReadOnlyList<BrokerAddress>> FindBootstrapAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(_bootstrap);

    public async ValueTask<ITransportConnection> ConnectAsync(
        BrokerAddress broker, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_connectTimeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var socket = await Open(broker, either.Token).ConfigureAwait(false);
            return new WireConnection(new NetworkStream(socket, ownsSocket: true), broker, _responseBytesMax);
        }
        catch (SocketException failure)
        {
            throw new BrokersUnreachableException(
                $"Could not connect to {broker}: {failure.SocketErrorCode} ({failure.Message}).", failure);
        }
        catch (ArgumentException failure)
        {
            // A name that can be none, or an address that stands for "any": what brokers say when badly configured.
            throw new BrokersUnreachableException($"Could not connect to {broker}: {failure.Message}", failure);
        }
        catch (OperationCanceledException failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BrokersUnreachableException(
                $"Could not connect to {broker} within {_connectTimeout.TotalSeconds} s (ConnectTimeout).", failure);
        }
    }

    // Every address of the name is tried; the last failure tells why none could be had.
    private static async Task<Socket> Open(BrokerAddress broker, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(broker.Host, cancellationToken).ConfigureAwait(false);
        SocketException? failure = null;
        foreach (var address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(address, broker.Port, cancellationToken).ConfigureAwait(false);
                return socket;
            }
            catch (SocketException refused)
            {
                failure = refused;
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw failure ?? new SocketException((int)SocketError.HostNotFound);
    }
}

using System.Collections.Immutable;
using System.Globalization;
using Cloud.Grains.Interfaces.Gateway;
using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>
/// Kafka's protocol by grain calls, for what is part of the cluster or has a client of it: no socket, no port, no
/// address that must be advertised. What travels are the same frames as on the wire, and the same handlers answer them.
/// </summary>
/// <remarks>
/// A connection has one request under way: what waits for its answer keeps the next one waiting, as with Kafka, only
/// that produces and fetches do so too. A frame is one message of Orleans: keep answers moderate, a few
/// MiB (<c>FetchMaxBytes</c>). Whether a broker is there shows with the first request, not with the connection.
/// </remarks>
/// <param name="grains">
/// An <c>IClusterClient</c>, or the grain factory of a silo, a grain's own among them. Clients call from threads of the
/// pool, never from the turn of the grain that uses them.
/// </param>
public sealed class GrainTransport(IGrainFactory grains) : ITransport
{
    // Silos have no ports here; only for messages, and because an address has one.
    private const string Host = "grain";
    private const int Port = 1;

    private static readonly string ThisProcess = string.Create(
        CultureInfo.InvariantCulture, $"{Environment.MachineName}/{Environment.ProcessId}");

    private static int _lastConnection;

    public async ValueTask<IReadOnlyList<BrokerAddress>> FindBootstrapAsync(CancellationToken cancellationToken)
    {
        var brokers = await FindBrokers(cancellationToken).ConfigureAwait(false);
        return brokers.IsDefaultOrEmpty
            ? throw new BrokersUnreachableException("No broker of the cluster serves yet.")
            : [.. brokers.Select(broker => new BrokerAddress(BootstrapIdOf(broker), Host, Port))];
    }

    public ValueTask<ITransportConnection> ConnectAsync(BrokerAddress broker, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var id = broker.IsBootstrap ? BootstrapIdOf(broker.Id.Value).Value : broker.Id.Value;
        var name = string.Create(
            CultureInfo.InvariantCulture, $"{ThisProcess}#{Interlocked.Increment(ref _lastConnection)}");
        var named = broker with { Host = string.Create(CultureInfo.InvariantCulture, $"{Host}-{id}") };
        return new(new GrainConnection(Find(id), named, name));
    }

    // Clients take an id below zero for an address of the configuration: -1 for broker 0, and back.
    private static BrokerId BootstrapIdOf(int broker) => new(-1 - broker);

    private IKafkaGrain Find(int broker)
    {
        try
        {
            return grains.GetGrain<IKafkaGrain>(broker);
        }
        catch (Exception failure)
        {
            throw new BrokersUnreachableException($"Broker {broker} cannot be called: {failure.Message}", failure);
        }
    }

    private async Task<ImmutableArray<int>> FindBrokers(CancellationToken cancellationToken)
    {
        try
        {
            return await grains.GetGrain<IKafkaBootstrapGrain>(0).FindBrokers()
                .WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BrokersUnreachableException(
                $"The cluster could not be asked for its brokers: {failure.Message}", failure);
        }
    }
}

using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>Where a broker is to be found, as the cluster's metadata tells it.</summary>
/// <param name="Id">
/// The broker's id. Negative for an address of <see cref="ClientOptions.BootstrapServers"/>: who listens there is not
/// known before it is asked.
/// </param>
/// <param name="Host">Name or address; a transport that does not need one ignores it.</param>
/// <param name="Port">1 to 65,535.</param>
/// <param name="Rack">Where the broker stands (<c>broker.rack</c>); null when it says nothing.</param>
public sealed record BrokerAddress(BrokerId Id, string Host, int Port, string? Rack = null)
{
    /// <summary>Whether it comes from the configuration, not from the cluster.</summary>
    public bool IsBootstrap => Id.Value < 0;

    /// <summary>As people write it: <c>host:port</c>, an IPv6 address in brackets.</summary>
    public override string ToString() => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}

using System.Net;

namespace Cloud.Gateway.Connections;

/// <summary>Who is at the other end of a connection.</summary>
internal sealed class ConnectionIdentity(string listener, IPAddress address, string remoteAddress)
{
    /// <summary>The listener it came by: clients are told the addresses of this name.</summary>
    public string Listener => listener;

    public IPAddress Address => address;

    public string RemoteAddress => remoteAddress;

    /// <summary>As the client calls itself; kept so that each request need not make it anew.</summary>
    public string? ClientId { get; set; }
}

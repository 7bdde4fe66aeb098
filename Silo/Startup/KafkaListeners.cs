using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Cloud.Core.Controller.State;
using Cloud.Gateway;
using Cloud.Grains.Brokers;

namespace Cloud.Silo.Startup;

/// <summary>Where each silo listens for Kafka clients, and where these are told to find it.</summary>
internal static class KafkaListeners
{
    /// <summary>The name of the listener, as in Kafka where none is configured.</summary>
    private const string Name = "PLAINTEXT";

    /// <param name="index">Of the silo in this process.</param>
    public static ImmutableArray<BrokerListener> AdvertisedBy(int index, SiloProcessOptions options)
    {
        var (host, port) = Parse(options.AdvertisedListener);
        return [new(Name, host ?? HostOf(options.Bind), (port ?? options.KafkaPort) + index)];
    }

    public static GatewayOptions GatewayOptionsOf(BrokerIdentity identity, SiloProcessOptions options) => new()
    {
        Listeners = [new(Name, new IPEndPoint(IPAddress.Parse(options.Bind), identity.KafkaPort))],
    };

    /// <summary>What is wrong with an advertised listener; null when nothing is.</summary>
    public static string? FaultOf(string? advertised)
    {
        if (advertised is null)
        {
            return null;
        }

        var (host, port) = Parse(advertised);
        return host is { Length: > 0 } && Uri.CheckHostName(host.Trim('[', ']')) is not UriHostNameType.Unknown
            && port is null or (> 0 and <= IPEndPoint.MaxPort)
            ? null
            : $"'{advertised}' is no host, and no host:port";
    }

    private static (string? Host, int? Port) Parse(string? advertised)
    {
        if (advertised is null)
        {
            return (null, null);
        }

        var colon = advertised.LastIndexOf(':');
        var isPortGiven = colon > 0 && !advertised.EndsWith(']') && advertised.IndexOf(':') == colon
            || (colon > 0 && advertised[colon - 1] == ']');
        if (!isPortGiven)
        {
            return (advertised, null);
        }

        var isPort = int.TryParse(
            advertised.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port);
        return (advertised[..colon], isPort ? port : -1);
    }

    private static string HostOf(string bind) =>
        IPAddress.Parse(bind) is var address && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            ? Dns.GetHostName()
            : bind;
}

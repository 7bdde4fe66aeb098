using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Cloud.Core.Controller.State;
using Cloud.Gateway;

namespace Cloud.Silo.Startup;

/// <summary>Where each silo listens for Kafka clients, and where these are told to find it.</summary>
internal static class KafkaListeners
{
    /// <summary>The name of the one that is always there, as in Kafka where none is configured.</summary>
    public const string DefaultName = "PLAINTEXT";

    /// <summary>
    /// All of a process: the one of the simple options, unless an entry bears its name, and the entries. The options
    /// are valid.
    /// </summary>
    public static ImmutableArray<KafkaListener> Of(SiloProcessOptions options)
    {
        var named = options.Listeners.Select(entry => Complete(entry, options));
        return IsDefaultReplaced(options) ? [.. named] : [Simple(options), .. named];
    }

    public static bool IsDefaultReplaced(SiloProcessOptions options) =>
        options.Listeners.Exists(entry => entry.Name == DefaultName);

    /// <param name="index">Of the silo in this process.</param>
    public static ImmutableArray<BrokerListener> AdvertisedBy(int index, SiloProcessOptions options) =>
    [
        .. Of(options).Select(listener =>
            new BrokerListener(listener.Name, listener.AdvertisedHost, listener.AdvertisedPort + index)),
    ];

    /// <param name="index">Of the silo in this process.</param>
    public static ImmutableArray<ListenerOptions> BoundBy(int index, SiloProcessOptions options) =>
    [
        .. Of(options).Select(listener =>
            new ListenerOptions(listener.Name, new IPEndPoint(listener.Bind, listener.Port + index))),
    ];

    /// <summary>What is wrong with an advertised listener; null when nothing is.</summary>
    public static string? FaultOf(string? advertised)
    {
        if (advertised is null)
        {
            return null;
        }

        var (host, port) = Parse(advertised);
        return IsHost(host) && port is null or (> 0 and <= IPEndPoint.MaxPort)
            ? null
            : $"'{advertised}' is no host, and no host:port";
    }

    public static bool IsHost(string? host) =>
        host is { Length: > 0 } && Uri.CheckHostName(host.Trim('[', ']')) is not UriHostNameType.Unknown;

    private static KafkaListener Simple(SiloProcessOptions options)
    {
        var (host, port) = Parse(options.AdvertisedListener);
        var bind = IPAddress.Parse(options.Bind);
        return new(DefaultName, bind, options.KafkaPort, host ?? HostOf(bind), port ?? options.KafkaPort);
    }

    private static KafkaListener Complete(ListenerSettings entry, SiloProcessOptions options)
    {
        var bind = IPAddress.Parse(entry.Bind ?? options.Bind);
        return new(
            entry.Name, bind, entry.Port, entry.AdvertisedHost ?? HostOf(bind), entry.AdvertisedPort ?? entry.Port);
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

    private static string HostOf(IPAddress bind) =>
        bind.Equals(IPAddress.Any) || bind.Equals(IPAddress.IPv6Any) ? Dns.GetHostName() : bind.ToString();
}

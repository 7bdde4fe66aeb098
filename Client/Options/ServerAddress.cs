using System.Globalization;
using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>Reads <c>host:port</c>.</summary>
internal static class ServerAddress
{
    private const int PortDefault = 9092;

    /// <exception cref="ClientOptionsException">It is none.</exception>
    public static (string Host, int Port) Parse(string text)
    {
        var end = text.StartsWith('[') ? text.IndexOf(']') : -1;
        var colon = text.IndexOf(':', end + 1);
        var host = colon < 0 ? text : text[..colon];
        var port = PortDefault;
        var isPort = colon < 0
            || int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port);
        if (!isPort || port is < 1 or > 65535 || host.Length == 0 || (end < 0 && host.StartsWith('[')))
        {
            throw new ClientOptionsException($"'{text}' is no address of a server; it must be 'host:port'.");
        }

        return (host.Trim('[', ']'), port);
    }

    /// <summary>Ids below zero, as in Kafka's clients: who listens there is not known yet.</summary>
    public static IReadOnlyList<BrokerAddress> ParseAll(IReadOnlyList<string> servers) =>
    [
        .. servers.Select((server, index) =>
        {
            var (host, port) = Parse(server);
            return new BrokerAddress(new BrokerId(-1 - index), host, port);
        }),
    ];
}

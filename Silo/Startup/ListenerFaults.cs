using System.Net;

namespace Cloud.Silo.Startup;

/// <summary>What is wrong with the listeners: each by itself, and all ports of the process together.</summary>
internal static class ListenerFaults
{
    public static IEnumerable<string> Of(SiloProcessOptions options)
    {
        for (var index = 0; index < options.Listeners.Count; index++)
        {
            if (FaultOf(options.Listeners[index], options) is { } fault)
            {
                yield return $"Cloud:Listeners:{index}: {fault}.";
            }
        }

        foreach (var fault in DoubleNames(options).Concat(DoublePorts(options)))
        {
            yield return fault;
        }
    }

    private static string? FaultOf(ListenerSettings entry, SiloProcessOptions options)
    {
        var last = Math.Max(options.Silos, 1) - 1;
        return string.IsNullOrEmpty(entry.Name) || !entry.Name.All(IsOfName)
            ? $"Name is '{entry.Name}'; it must be of capital letters, digits, '-' and '_'"
            : entry.Bind is { } bind && !IPAddress.TryParse(bind, out _)
                ? $"Bind is '{bind}'; it must be an IP address"
            : !ArePorts(entry.Port, last)
                ? $"Port is {entry.Port}; the ports of all silos must be 1 to {IPEndPoint.MaxPort}"
            : entry.AdvertisedHost is { } host && !KafkaListeners.IsHost(host)
                ? $"AdvertisedHost is '{host}', which is no host"
            : entry.AdvertisedPort is { } port && !ArePorts(port, last)
                ? $"AdvertisedPort is {port}; the ports of all silos must be 1 to {IPEndPoint.MaxPort}"
            : null;
    }

    private static bool IsOfName(char character) =>
        char.IsAsciiLetterUpper(character) || char.IsAsciiDigit(character) || character is '-' or '_';

    private static bool ArePorts(int first, int last) => first >= 1 && (long)first + last <= IPEndPoint.MaxPort;

    private static IEnumerable<string> DoubleNames(SiloProcessOptions options) => options.Listeners
        .GroupBy(entry => entry.Name)
        .Where(same => same.Count() > 1)
        .Select(same => $"Cloud:Listeners: the name '{same.Key}' is given {same.Count()} times.");

    // Addresses do not count: a listener on all of them would take the port of one on another.
    private static IEnumerable<string> DoublePorts(SiloProcessOptions options)
    {
        var count = Math.Max(options.Silos, 1);
        var ranges = options.Listeners
            .Select(entry => ($"Cloud:Listeners ('{entry.Name}')", First: (long)entry.Port, count))
            .Append(("Cloud:HttpPort (--http-port)", First: options.HttpPort, 1));
        if (!KafkaListeners.IsDefaultReplaced(options))
        {
            ranges = ranges.Append(("Cloud:KafkaPort (--kafka-port)", First: options.KafkaPort, count));
        }

        var sorted = ranges.OrderBy(range => range.First).ToArray();
        for (var index = 1; index < sorted.Length; index++)
        {
            var (below, start, length) = sorted[index - 1];
            if (sorted[index].First < start + length)
            {
                yield return $"{sorted[index].Item1} has port {sorted[index].First}, which is among the ports {start} "
                    + $"to {start + length - 1} of {below}.";
            }
        }
    }
}

using System.Globalization;

namespace Cloud.Gateway.Configs;

/// <summary>A broker named as the owner of settings: only itself answers for its own.</summary>
internal static class BrokerResource
{
    /// <summary>What is wrong with the name; null when it is this broker's.</summary>
    public static string? FaultOf(string name, int self) =>
        !int.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
            ? $"A broker's id is a number, not '{name}'."
            : name != id.ToString(CultureInfo.InvariantCulture)
                // One broker has one name, so that a request cannot ask for it a million times.
                ? $"A broker's id is written {id}, not '{name}'."
            : id != self
                ? $"This is broker {self}: ask broker {id} itself for its settings."
                : null;
}

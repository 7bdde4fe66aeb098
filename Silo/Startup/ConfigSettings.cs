using Cloud.Core.Configuration;
using Microsoft.Extensions.Configuration;

namespace Cloud.Silo.Startup;

/// <summary>
/// The broker's settings by Kafka's keys: section <c>Cloud:Config</c>. Where names may not hold dots, as in the
/// environment, they are written with underscores: <c>CLOUD__CONFIG__LOG_RETENTION_HOURS</c>.
/// </summary>
internal static class ConfigSettings
{
    private const string Section = SiloProcessOptions.Section + ":Config";

    // As the provider for the environment has it, which puts a colon for two underscores.
    private const string EnvironmentPrefix = "CLOUD__CONFIG__";

    /// <summary>The settings of the environment under Kafka's names, to be added after it.</summary>
    public static Dictionary<string, string?> OfEnvironment(IEnumerable<KeyValuePair<string, string>> variables) =>
        variables
            .Where(variable => variable.Key.StartsWith(EnvironmentPrefix, StringComparison.OrdinalIgnoreCase))
            .GroupBy(variable => KeyOf(variable.Key[EnvironmentPrefix.Length..]))
            .ToDictionary(same => $"{Section}:{same.Key}", same => (string?)same.Last().Value);

    /// <summary>The settings of the command line, each <c>key=value</c>; the last one of a key counts.</summary>
    /// <exception cref="StartupException">One has no key or no sign.</exception>
    public static IEnumerable<KeyValuePair<string, string?>> OfCommandLine(IEnumerable<string> given)
    {
        foreach (var setting in given)
        {
            var sign = setting.IndexOf('=', StringComparison.Ordinal);
            if (sign < 1)
            {
                throw new StartupException($"--config {setting}: it must be key=value.");
            }

            yield return new($"{Section}:{setting[..sign].Trim()}", setting[(sign + 1)..]);
        }
    }

    /// <exception cref="StartupException">A key is not known, or a value is none.</exception>
    public static BrokerConfig Read(IConfiguration configuration)
    {
        var children = configuration.GetSection(Section).GetChildren()
            .ToDictionary(child => child.Key, child => child.Value);

        // What the environment spells in its own way is there a second time under its name.
        var settings = children
            .Where(child =>
                !child.Key.Contains('_', StringComparison.Ordinal) || !children.ContainsKey(KeyOf(child.Key)))
            .ToDictionary(child => child.Key, child => child.Value ?? "");
        var config = BrokerConfig.Parse(settings, out var fault);
        return fault is null ? config : throw new StartupException($"Cloud:Config (--config): {fault}.");
    }

    private static string KeyOf(string variable) => variable.ToLowerInvariant().Replace('_', '.');
}

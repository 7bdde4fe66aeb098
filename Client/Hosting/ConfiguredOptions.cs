using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Xml;
using Microsoft.Extensions.Configuration;

namespace Cloud.Client;

/// <summary>
/// Reads client options from a section of a configuration. What is no option, or cannot be one's value, is refused: a
/// setting that does nothing would be believed.
/// </summary>
internal static class ConfiguredOptions
{
    private const string ByDuration = "by_duration:";

    /// <exception cref="ClientOptionsException">A setting cannot be; it is named.</exception>
    public static void Apply(IConfiguration section, CloudClientOptions options)
    {
        foreach (var entry in section.GetChildren())
        {
            switch (entry.Key.ToUpperInvariant())
            {
                case "BOOTSTRAPSERVERS":
                    options.BootstrapServers = TextsOf(entry);
                    break;
                case "CLIENTID":
                    options.ClientId = entry.Value ?? "";
                    break;
                case "PRODUCER":
                    options.Producer = (ProducerOptions)Apply(entry, options.Producer);
                    break;
                case "CONSUMER":
                    options.Consumer = (ConsumerOptions)Apply(entry, options.Consumer);
                    break;
                default:
                    throw Refused(entry, "no setting of clients: BootstrapServers, ClientId, Producer or Consumer");
            }
        }
    }

    private static ClientOptions Apply(IConfigurationSection section, ClientOptions options)
    {
        var changed = options with { };
        foreach (var entry in section.GetChildren())
        {
            var property = options.GetType().GetProperty(
                entry.Key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
            if (property is not { CanWrite: true })
            {
                throw Refused(entry, $"no option of {options.GetType().Name}");
            }

            property.SetValue(changed, Parse(property.PropertyType, entry));
        }

        return changed;
    }

    private static object? Parse(Type type, IConfigurationSection entry)
    {
        if (type == typeof(IReadOnlyList<string>))
        {
            return TextsOf(entry);
        }

        if (type == typeof(IReadOnlyList<PartitionAssignmentStrategy>))
        {
            return TextsOf(entry).Select(text => (PartitionAssignmentStrategy)Parse(
                typeof(PartitionAssignmentStrategy), text, entry)!).ToArray();
        }

        return Parse(type, entry.Value ?? throw Refused(entry, "no single value"), entry);
    }

    private static object? Parse(Type type, string text, IConfigurationSection entry)
    {
        try
        {
            var converter = TypeDescriptor.GetConverter(type);
            return type == typeof(AutoOffsetReset) ? ResetOf(text)
                : type == typeof(string) ? text
                : converter.CanConvertFrom(typeof(string)) ? converter.ConvertFromInvariantString(text)
                : throw new FormatException("it is set in code only");
        }
        catch (Exception failure) when (failure is FormatException or ArgumentException or NotSupportedException)
        {
            throw Refused(entry, $"'{text}', which it cannot be: {failure.Message}");
        }
    }

    private static AutoOffsetReset ResetOf(string text) => text.ToLowerInvariant() switch
    {
        "earliest" => AutoOffsetReset.Earliest,
        "latest" => AutoOffsetReset.Latest,
        "none" => AutoOffsetReset.None,
        _ when text.StartsWith(ByDuration, StringComparison.OrdinalIgnoreCase) =>
            AutoOffsetReset.ByDuration(XmlConvert.ToTimeSpan(text[ByDuration.Length..])),
        _ => throw new FormatException("it is earliest, latest, none or by_duration:PT1H"),
    };

    private static IReadOnlyList<string> TextsOf(IConfigurationSection entry) => entry.Value is { } text
        ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        : [.. entry.GetChildren().Select(child => child.Value ?? throw Refused(child, "no text"))];

    private static ClientOptionsException Refused(IConfigurationSection entry, string why) =>
        new(string.Create(CultureInfo.InvariantCulture, $"The setting '{entry.Path}' is {why}."));
}

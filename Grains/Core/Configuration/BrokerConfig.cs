using System.Collections.Immutable;
using System.Globalization;
using Cloud.Core.Storage.Configuration;
using Cloud.Protocol;

namespace Cloud.Core.Configuration;

/// <summary>
/// What a broker's own configuration says, by Kafka's keys: checked once, asked for typed values afterwards. Immutable.
/// </summary>
public sealed class BrokerConfig
{
    public static readonly BrokerConfig Default = new(ImmutableSortedDictionary<string, string>.Empty);

    private BrokerConfig(ImmutableSortedDictionary<string, string> given) => Given = given;

    /// <summary>What was set, and nothing that has its default.</summary>
    public ImmutableSortedDictionary<string, string> Given { get; }

    /// <summary>Of what was set, the defaults of topic settings.</summary>
    public ImmutableSortedDictionary<string, string> TopicDefaults =>
        Given.Where(entry => BrokerConfigRules.IsTopicDefault(entry.Key)).ToImmutableSortedDictionary();

    /// <summary>Takes it when it is well.</summary>
    /// <param name="fault">One line that names the key; null when all is well.</param>
    public static BrokerConfig Parse(IReadOnlyDictionary<string, string> settings, out string? fault)
    {
        var config = new BrokerConfig(settings.ToImmutableSortedDictionary(
            entry => entry.Key, entry => Normal(entry.Key, entry.Value), StringComparer.Ordinal));
        fault = settings.Select(entry => FaultOf(entry.Key, entry.Value)).FirstOrDefault(found => found is not null)
            ?? BrokerConfigRules.FaultOfStatic(config.TopicDefaults);
        return fault is null ? config : Default;
    }

    /// <summary>The same with what other options of the process say, which Kafka has settings for.</summary>
    public BrokerConfig WithFacts(IEnumerable<KeyValuePair<string, string>> facts) => new(Given.SetItems(facts));

    /// <summary>Null where nothing is set and there is no default.</summary>
    /// <param name="key">One of <see cref="BrokerConfigKeys"/>.</param>
    public string? Text(string key)
    {
        var isKnown = BrokerConfigDefinitions.TryGet(key, out var definition);
        Invariant.Holds(isKnown);
        return Given.GetValueOrDefault(key) ?? definition!.Default;
    }

    public bool Boolean(string key) => bool.Parse(Text(key)!);

    public int Int(string key) => int.Parse(Text(key)!, CultureInfo.InvariantCulture);

    public long Long(string key) => long.Parse(Text(key)!, CultureInfo.InvariantCulture);

    public double Double(string key) => double.Parse(Text(key)!, CultureInfo.InvariantCulture);

    /// <summary>Of a setting in milliseconds. Negative is for ever; no other is beyond what timers can do.</summary>
    public TimeSpan Duration(string key)
    {
        var milliseconds = Long(key);
        return milliseconds < 0 ? TimeSpan.MaxValue : TimeSpan.FromMilliseconds(Math.Min(milliseconds, int.MaxValue));
    }

    private static string? FaultOf(string key, string value)
    {
        if (BrokerConfigRules.IsTopicDefault(key))
        {
            return null;
        }

        if (!BrokerConfigDefinitions.TryGet(key, out var definition))
        {
            return $"Unknown setting {key}";
        }

        return definition.SetBy is { } option ? $"The setting {key} is made by {option}"
            : definition.Rule.Refuse(value) is { } reason ? new TopicConfigError(key, value, reason).Message
            : null;
    }

    // A file may say True, or leave blanks.
    private static string Normal(string key, string value) =>
        BrokerConfigDefinitions.TryGet(key, out var definition) && definition.Type is ConfigType.Boolean
            ? value.Trim().ToLowerInvariant()
            : value.Trim();
}

namespace Cloud.Client;

/// <summary>One setting and its value.</summary>
/// <param name="Name">Kafka's name of it.</param>
/// <param name="Value">Null where it has none, or it is kept back.</param>
/// <param name="Source">Which place the value comes from.</param>
public sealed record ConfigEntry(string Name, string? Value, ConfigSource Source)
{
    /// <summary>Whether it cannot be changed while brokers run.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Whether the value is kept back.</summary>
    public bool IsSensitive { get; init; }

    public ConfigType Type { get; init; }

    /// <summary>What it is for; null where it was not asked for.</summary>
    public string? Documentation { get; init; }

    /// <summary>Every place that gives a value, the one that counts first.</summary>
    public IReadOnlyList<ConfigSynonym> Synonyms { get; init; } = [];

    /// <summary>Whether nobody has set it.</summary>
    public bool IsDefault => Source is ConfigSource.Default;
}

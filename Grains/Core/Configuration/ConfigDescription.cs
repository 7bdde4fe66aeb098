using System.Collections.Immutable;
using Cloud.Core.Storage.Configuration;

namespace Cloud.Core.Configuration;

/// <summary>A setting as people are shown it.</summary>
/// <param name="Value">Null where there is none.</param>
/// <param name="IsReadOnly">It cannot be changed while the broker runs.</param>
/// <param name="Synonyms">Every place that gives a value, the one that counts first.</param>
public sealed record ConfigDescription(
    string Name,
    string? Value,
    bool IsReadOnly,
    ConfigSource Source,
    ConfigType Type,
    string Documentation,
    ImmutableArray<ConfigSynonym> Synonyms);

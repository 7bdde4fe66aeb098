using System.Collections.Immutable;

namespace Cloud.Grains.Interfaces.Configs;

/// <summary>A setting as people are shown it.</summary>
/// <param name="Value">Null where there is none.</param>
/// <param name="IsReadOnly">It cannot be changed while the broker runs.</param>
/// <param name="Source">By Kafka's number: 1 the topic, 3 the cluster, 4 the broker's configuration, 5 default.</param>
/// <param name="Type">As Kafka numbers it (KIP-569).</param>
/// <param name="Synonyms">Every place that gives a value, the one that counts first.</param>
public sealed record ConfigEntry(
    string Name,
    string? Value,
    bool IsReadOnly,
    sbyte Source,
    sbyte Type,
    string Documentation,
    ImmutableArray<ConfigEntrySynonym> Synonyms);

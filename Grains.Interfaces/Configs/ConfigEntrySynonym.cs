namespace Cloud.Grains.Interfaces.Configs;

/// <summary>One of the names under which a setting may have got its value, in the unit of that name.</summary>
public readonly record struct ConfigEntrySynonym(string Name, string Value, sbyte Source);

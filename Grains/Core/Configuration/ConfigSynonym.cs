namespace Cloud.Core.Configuration;

/// <summary>One of the names under which a setting may have got its value.</summary>
/// <param name="Value">In the unit of that name.</param>
public sealed record ConfigSynonym(string Name, string Value, ConfigSource Source);

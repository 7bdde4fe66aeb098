namespace Cloud.Client;

/// <summary>A place that gives a setting a value, perhaps under another name.</summary>
public sealed record ConfigSynonym(string Name, string? Value, ConfigSource Source);

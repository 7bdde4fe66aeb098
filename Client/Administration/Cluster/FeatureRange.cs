namespace Cloud.Client;

/// <summary>Levels of a feature, both included.</summary>
public readonly record struct FeatureRange(short Least, short Most);

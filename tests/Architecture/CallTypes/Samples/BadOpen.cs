namespace Cloud.Architecture.CallTypes.Samples;

/// <summary>Not sealed, and without any attribute.</summary>
#pragma warning disable CA1852 // What the sample is for.
public record BadOpen(int Number);
#pragma warning restore CA1852

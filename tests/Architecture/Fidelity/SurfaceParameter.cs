namespace Cloud.Architecture.Fidelity;

/// <summary>What a call may say of a parameter besides its value: its name, or nothing when it is optional.</summary>
internal readonly record struct SurfaceParameter(string Name, bool IsOptional);

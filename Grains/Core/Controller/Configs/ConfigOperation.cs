namespace Cloud.Core.Controller.Configs;

/// <summary>An incremental change of one setting.</summary>
/// <param name="Value">Null for <see cref="ConfigOperationKind.Delete"/> only.</param>
public sealed record ConfigOperation(string Key, ConfigOperationKind Kind, string? Value);

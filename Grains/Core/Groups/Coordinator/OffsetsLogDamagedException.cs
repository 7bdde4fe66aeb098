namespace Cloud.Core.Groups.Coordinator;

/// <summary>
/// The log holds what no coordinator can have written. Going on would give offsets that are not the latest.
/// </summary>
public sealed class OffsetsLogDamagedException(string message) : Exception(message);

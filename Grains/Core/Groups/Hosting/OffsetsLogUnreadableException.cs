namespace Cloud.Core.Groups.Hosting;

/// <summary>A coordinator's log cannot be read here and now: another leads, or the disk fails.</summary>
public sealed class OffsetsLogUnreadableException(string message) : Exception(message);

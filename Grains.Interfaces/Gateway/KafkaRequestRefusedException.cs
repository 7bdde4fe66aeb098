namespace Cloud.Grains.Interfaces.Gateway;

/// <summary>
/// What came is no request, or none that is served, or one without an answer that failed. A client that came by a
/// connection would have lost it.
/// </summary>
public sealed class KafkaRequestRefusedException(string message) : Exception(message);

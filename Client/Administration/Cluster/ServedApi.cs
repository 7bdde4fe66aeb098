namespace Cloud.Client;

/// <summary>An API that a broker serves, and in which versions, both included.</summary>
/// <param name="Key">Kafka's number of it.</param>
/// <param name="Name">Kafka's name of it; null for one that this client does not know.</param>
/// <param name="VersionLeast">The oldest version.</param>
/// <param name="VersionMost">The newest version.</param>
public sealed record ServedApi(short Key, string? Name, short VersionLeast, short VersionMost);

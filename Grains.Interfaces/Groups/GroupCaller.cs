namespace Cloud.Grains.Interfaces.Groups;

/// <summary>Who makes a request about a group: shown of members.</summary>
/// <param name="ClientId">As the client calls itself.</param>
/// <param name="ClientHost">Its address, with a slash before it, as Kafka has it.</param>
/// <param name="ApiVersion">Of the request.</param>
public readonly record struct GroupCaller(string ClientId, string ClientHost, short ApiVersion);

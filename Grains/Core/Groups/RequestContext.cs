namespace Cloud.Core.Groups;

/// <summary>What a request brings beside its message.</summary>
/// <param name="ApiVersion">Some rules are for newer clients only.</param>
/// <param name="FreshId">Never used before: makes the id of a member that has none.</param>
public sealed record RequestContext(string ClientId, string ClientHost, short ApiVersion, Guid FreshId);

using System.Collections.Frozen;

namespace Cloud.Client;

/// <summary>What a member wants to read: topics by name, or all that match a pattern.</summary>
internal sealed record GroupSubscription(FrozenSet<string> Topics, string? Pattern);

using System.Collections.Immutable;

namespace Cloud.Core.Groups.Consumers;

/// <summary>The topics that a regular expression stood for when it was last looked at.</summary>
/// <param name="Version">Of the metadata that was looked at.</param>
public sealed record ResolvedRegex(ImmutableArray<string> Topics, long Version);

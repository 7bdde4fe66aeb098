using Cloud.Protocol;

namespace Cloud.Cli.Groups;

/// <summary>What a reset of one partition is computed from.</summary>
/// <param name="Start">Where its log starts.</param>
/// <param name="End">Where it ends; exclusive.</param>
/// <param name="Committed">What is committed; null where nothing is.</param>
/// <param name="AtTime">The first record that is not older than the time asked for; null where there is none.</param>
internal readonly record struct ResetFacts(Offset Start, Offset End, Offset? Committed, Offset? AtTime);

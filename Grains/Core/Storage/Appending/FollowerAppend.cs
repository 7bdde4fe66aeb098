using Cloud.Protocol;

namespace Cloud.Core.Storage.Appending;

/// <summary>What a leader says about the batches it sends.</summary>
/// <param name="StartOffset">
/// They follow directly on this offset in the leader's log; it must be this log's end.
/// </param>
/// <param name="AreGapsExpected">Compaction has removed offsets there.</param>
public readonly record struct FollowerAppend(Offset StartOffset, bool AreGapsExpected, Instant Now);

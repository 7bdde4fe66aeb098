using Cloud.Protocol;

namespace Cloud.Core.Storage.Segments;

/// <summary>The batch about to be appended, as far as rolling depends on it.</summary>
internal readonly record struct RollCandidate(int SizeBytes, Offset LastOffset, Instant MaxTimestamp, Instant Now);

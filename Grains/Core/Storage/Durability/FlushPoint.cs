using Cloud.Protocol;

namespace Cloud.Core.Storage.Durability;

/// <summary>
/// Everything below the offset is on the device, in the log as it was cut by its latest truncation (the generation).
/// Immutable, so that flusher and writer can exchange it in one step.
/// </summary>
internal sealed record FlushPoint(Offset Offset, int Generation);

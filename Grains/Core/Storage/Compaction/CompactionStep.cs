namespace Cloud.Core.Storage.Compaction;

/// <summary>What one step did.</summary>
/// <param name="MovedBytes">Read and written together, to be charged to the <see cref="CompactionThrottle"/>.</param>
internal readonly record struct CompactionStep(CompactionStepKind Kind, long MovedBytes);

using Cloud.Protocol;

namespace Cloud.Core.Storage.Compaction;

/// <summary>What one run did to one log.</summary>
/// <param name="IsFinished">False when the log changed under the run, or could not be compacted.</param>
/// <param name="CompactedOffset">Exclusive; where the next run goes on.</param>
/// <param name="MovedBytes">Read and written together.</param>
public readonly record struct CompactionOutcome(
    TopicPartition Partition, bool IsFinished, Offset CompactedOffset, long MovedBytes);

using Cloud.Core.Partitions.Producing;
using Cloud.Protocol;

namespace Cloud.Core.Partitions.Queries;

/// <summary>What became of DeleteRecords.</summary>
/// <param name="IsOutOfRange">The offset lies beyond the high watermark.</param>
/// <param name="LogStartOffset">The first offset that can still be read.</param>
public readonly record struct DeleteRecordsReply(AppendFailure Failure, bool IsOutOfRange, Offset LogStartOffset);

using Cloud.Core.Storage.Epochs;
using Cloud.Protocol;

namespace Cloud.Core.Replication.Leading;

/// <summary>A leader's own log, as it is compared with a follower's.</summary>
/// <param name="FirstBatchOffset">
/// Where its first batch begins: before the log start when records in the middle of it were deleted. A follower is sent
/// whole batches, so this is where it can begin.
/// </param>
/// <param name="Epochs">Its history, with the leader's own epoch opened.</param>
internal readonly record struct LeaderLog(
    Offset FirstBatchOffset, Offset LogStartOffset, Offset LogEndOffset, LeaderEpochCache Epochs);

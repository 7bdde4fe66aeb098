using Cloud.Core.Partitions.Producing;
using Cloud.Core.Storage;
using Cloud.Protocol;

namespace Cloud.Core.Partitions.Queries;

/// <summary>
/// DeleteRecords: moves a leader's log start. Followers are told with the next push. On the replica's scheduler.
/// </summary>
internal static class RecordDeletion
{
    /// <param name="before">Exclusive; none for everything that is committed.</param>
    public static DeleteRecordsReply Run(PartitionReplica replica, Offset before, LeaderEpoch believed)
    {
        var failure = replica.LeadershipCheck(believed);
        if (failure is not AppendFailure.None)
        {
            return new(failure, IsOutOfRange: false, Offset.None);
        }

        return replica.TryOnLog((log, highWatermark) => Move(log, highWatermark, before), out var reply)
            ? reply
            : new(AppendFailure.LogFailed, IsOutOfRange: false, Offset.None);
    }

    private static DeleteRecordsReply Move(PartitionLog log, Offset highWatermark, Offset before)
    {
        var start = before == Offset.None ? highWatermark : before;
        if (start < Offset.Zero || start > highWatermark)
        {
            return new(AppendFailure.None, IsOutOfRange: true, log.LogStartOffset);
        }

        log.AdvanceLogStart(start);
        log.DeleteOldSegments();
        return new(AppendFailure.None, IsOutOfRange: false, log.LogStartOffset);
    }
}

using Cloud.Core.Replication.Messages;
using Cloud.Protocol;

namespace Cloud.Core.Replication;

/// <summary>Where a replica's log is: enough to compare two logs of one partition.</summary>
/// <param name="LatestEpoch">The last epoch in its history; none for an empty history.</param>
public readonly record struct LogPosition(LeaderEpoch LatestEpoch, Offset LogStartOffset, Offset LogEndOffset)
{
    public static LogPosition Of(ReplicaReply reply) =>
        new(reply.LatestEpoch, reply.LogStartOffset, reply.LogEndOffset);
}

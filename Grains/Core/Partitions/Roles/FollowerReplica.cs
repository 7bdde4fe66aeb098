using Cloud.Core.Controller.State;
using Cloud.Core.Replication.Following;
using Cloud.Core.Replication.Messages;
using Cloud.Core.Storage.Appending;
using Cloud.Core.Storage.Files;
using Cloud.Protocol;

namespace Cloud.Core.Partitions.Roles;

/// <summary>
/// A replica while it follows in one epoch: hosts the <see cref="FollowerMachine"/> and does what its leader asks.
/// Runs on the replica's scheduler; dead for good once stopped.
/// </summary>
internal sealed class FollowerReplica(OpenReplica replica, PartitionState granted)
{
    private readonly FollowerMachine _machine =
        new(granted.LeaderEpoch, granted.Leader, replica.HighWatermark, replica.Services.Rules);

    private bool _isStopped;

    public void Start() =>
        replica.ShowRole(ReplicaRole.Follower, granted.Leader, granted.LeaderEpoch, Offset.None);

    public void Stop() => _isStopped = true;

    /// <exception cref="Exception">The log's: of the storage.</exception>
    public async Task<ReplicaReply> Answer(ReplicaRequest request)
    {
        switch (_machine.Decide(request, replica.Position, replica.Log.Epochs))
        {
            case FollowerDecision.Answer answer:
                return Reply(answer.Outcome);
            case FollowerDecision.CutAt cut:
                replica.Log.TruncateTo(cut.Offset, replica.Services.Time);
                LogWasCut();
                return Reply(ReplicaOutcome.Done);
            case FollowerDecision.StartAt start:
                replica.Log.TruncateFullyAndStartAt(start.Offset, replica.Services.Time);
                LogWasCut();
                return Reply(ReplicaOutcome.Done);
            default:
                return await Append((ReplicaRequest.Push)request);
        }
    }

    private async Task<ReplicaReply> Append(ReplicaRequest.Push push)
    {
        if (!push.Batches.IsEmpty && TryAppend(push) is var outcome and not ReplicaOutcome.Done)
        {
            return Reply(outcome);
        }

        TakeWatermarks(push);
        await replica.Log.WhenDurable(replica.Log.LogEndOffset);

        // Asked again: while the disk was busy a later leader may have cut what this one sent. Or the broker ends,
        // which is no reason for the leader to resign: the next request tells which.
        return Reply(_isStopped ? ReplicaOutcome.UnknownLeaderEpoch : _machine.Fence(push));
    }

    private ReplicaOutcome TryAppend(ReplicaRequest.Push push)
    {
        try
        {
            var append = new FollowerAppend(push.StartOffset, push.AreGapsExpected, replica.Services.Time);
            var result = replica.Log.AppendAsFollower(push.Batches, append);
            replica.RefreshEpochs();

            // What does not continue the log is compared anew; the leader finds out where from the answer.
            return result.Outcome is AppendOutcome.Appended ? ReplicaOutcome.Done : ReplicaOutcome.OffsetMismatch;
        }
        catch (StorageException error) when (error.Kind is StorageErrorKind.DiskFull)
        {
            return ReplicaOutcome.DiskFull;
        }
    }

    private void TakeWatermarks(ReplicaRequest.Push push)
    {
        var log = replica.Log;
        if (_machine.LearnHighWatermark(push.HighWatermark, log.LogEndOffset))
        {
            replica.SetHighWatermark(_machine.HighWatermark);
        }

        var start = Offset.Min(push.LogStartOffset, log.LogEndOffset);
        if (start > log.LogStartOffset)
        {
            log.AdvanceLogStart(start);
            log.DeleteOldSegments();
        }
    }

    private void LogWasCut()
    {
        _machine.LogWasCut(replica.Log.LogStartOffset, replica.Log.LogEndOffset);
        replica.SetHighWatermark(_machine.HighWatermark);
        replica.RefreshEpochs();
    }

    private ReplicaReply Reply(ReplicaOutcome outcome) => new(
        outcome,
        replica.Services.Life.Epoch,
        replica.Log.Epochs.LatestEpoch,
        replica.Log.LogStartOffset,
        replica.Log.LogEndOffset,
        Offset.Min(replica.Log.FlushedOffset, replica.Log.LogEndOffset));
}

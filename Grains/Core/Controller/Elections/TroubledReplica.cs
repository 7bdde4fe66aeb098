using Cloud.Core.Controller.Brokers;
using Cloud.Core.Controller.Messages;
using Cloud.Core.Controller.State;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Core.Controller.Elections;

/// <summary>
/// Decides what becomes of a partition one of whose replicas is in trouble. Reports come again until one is answered,
/// so what is settled changes nothing.
/// </summary>
internal static class TroubledReplica
{
    /// <summary>True when the partition was changed for it.</summary>
    public static ControllerDecision<bool> Decide(ReplicaTrouble report, ControllerState state, DecisionDraft draft)
    {
        var committed = state.Find(report.Partition);
        if (IsAhead(report, committed, draft.Brokers))
        {
            return ControllerDecision<bool>.Refuse(KafkaError.NotController, "This controller was deposed.");
        }

        var found = BrokerLife.Find(state, report.Broker, report.BrokerEpoch);
        if (!found.IsOk)
        {
            return ControllerDecision<bool>.Refuse(found);
        }

        if (committed is null)
        {
            return ControllerDecision<bool>.Refuse(
                KafkaError.UnknownTopicOrPartition, $"There is no partition {report.Partition}.");
        }

        var change = report.IsLogFailed ? WithoutLog(report, committed) : WithoutLeader(report, committed);
        if (change is null)
        {
            return ControllerDecision<bool>.Unchanged(false);
        }

        draft.ChangePartition(report.Partition.TopicId, change);
        return draft.Answer(true);
    }

    /// <summary>The reporter knows later epochs than this controller, which has a successor then.</summary>
    private static bool IsAhead(ReplicaTrouble report, PartitionState? committed, BrokerView brokers) =>
        report.BrokerEpoch > (brokers.Find(report.Broker)?.Epoch ?? BrokerEpoch.None)
        || (committed is not null && report.LeaderEpoch > committed.LeaderEpoch);

    /// <summary>
    /// Also of who is not counted on: the leader may have proposed it, or is about to, on what its log had. In another
    /// epoch all of that is void, and the leader knows nothing of it that was not said after the failure. So what a
    /// report of an earlier epoch tells of is settled, or will be reported again.
    /// </summary>
    private static PartitionChange? WithoutLog(ReplicaTrouble report, PartitionState committed) =>
        committed.LeaderEpoch == report.LeaderEpoch && committed.Replicas.Contains(report.Broker)
            ? new PartitionChange(committed)
            {
                UncleanBroker = report.Broker, ResignedBroker = report.Broker, IsLeaderEpochDue = true,
            }
            : null;

    private static PartitionChange? WithoutLeader(ReplicaTrouble report, PartitionState committed) =>
        committed.Leader == report.Broker && committed.LeaderEpoch == report.LeaderEpoch
            ? new PartitionChange(committed) { ResignedBroker = report.Broker }
            : null;
}

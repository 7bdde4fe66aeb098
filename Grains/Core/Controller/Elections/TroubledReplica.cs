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

        var change = report.IsLogFailed ? WithoutLog(report.Broker, committed) : WithoutLeader(report, committed);
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

    private static PartitionChange? WithoutLog(BrokerId broker, PartitionState committed) =>
        committed.Isr.Contains(broker) || committed.Elr.Contains(broker)
            ? new PartitionChange(committed) { UncleanBroker = broker, ResignedBroker = broker }
            : null;

    private static PartitionChange? WithoutLeader(ReplicaTrouble report, PartitionState committed) =>
        committed.Leader == report.Broker && committed.LeaderEpoch == report.LeaderEpoch
            ? new PartitionChange(committed) { ResignedBroker = report.Broker }
            : null;
}

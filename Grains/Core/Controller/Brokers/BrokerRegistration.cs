using Cloud.Core.Controller.Elections;
using Cloud.Core.Controller.State;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Core.Controller.Brokers;

/// <summary>Decides registrations. A new life fences the former one, which may lose its place in ISR and ELR.</summary>
internal static class BrokerRegistration
{
    public static ControllerDecision<RegisteredBroker> Register(
        RegisterBroker command, ControllerState state, DecisionDraft draft)
    {
        if (FaultOf(command, state.Cluster) is var (error, message))
        {
            return ControllerDecision<RegisteredBroker>.Refuse(error, message);
        }

        // As in Kafka the epoch is the version of the metadata that first shows it: it grows, and a broker that has
        // seen that version has seen its own registration.
        var epoch = new BrokerEpoch(draft.NextVersion);
        Invariant.Holds(epoch > state.Cluster.LastBrokerEpoch);
        var former = draft.Brokers.Find(command.Broker);
        draft.Cluster = draft.Cluster with { LastBrokerEpoch = epoch };
        draft.Put(new BrokerState(
            command.Broker,
            epoch,
            command.DirectoryId,
            command.Rack,
            command.Listeners,
            BrokerConditionKind.Fenced,
            IsDraining: former is { IsDraining: true }));

        var isOtherDisk = former is not null && former.DirectoryId != command.DirectoryId;
        draft.ChangePartitions(partition => ChangeOf(partition, command, isOtherDisk));
        if (isOtherDisk)
        {
            RemovedTopics.Forget(draft, command.Broker, draft.Cluster.RemovedTopics.Keys);
        }

        return draft.Answer(new RegisteredBroker(epoch, draft.NextVersion));
    }

    private static PartitionChange? ChangeOf(PartitionState partition, RegisterBroker command, bool isOtherDisk)
    {
        var broker = command.Broker;
        return partition.Isr.Contains(broker) || partition.Elr.Contains(broker)
            ? new PartitionChange(partition)
            {
                UncleanBroker = isOtherDisk ? broker : BrokerId.None,
                CrashedBroker = command.IsUncleanStart ? broker : BrokerId.None,
            }
            : null;
    }

    private static (KafkaError Error, string Message)? FaultOf(RegisterBroker command, ClusterState cluster)
    {
        if (command.ClusterId != cluster.ClusterId)
        {
            return (
                KafkaError.InconsistentClusterId,
                $"Broker {command.Broker} belongs to cluster {command.ClusterId}; this is {cluster.ClusterId}.");
        }

        if (command.Broker.Value < 0)
        {
            return (KafkaError.InvalidRegistration, $"{command.Broker} is no broker id.");
        }

        if (command.KnownMetadataVersion > cluster.MetadataVersion)
        {
            return (
                KafkaError.InvalidRegistration,
                $"Broker {command.Broker} has seen metadata {command.KnownMetadataVersion}, this controller is at " +
                $"{cluster.MetadataVersion}: its documents were lost or rolled back.");
        }

        foreach (var other in cluster.Brokers.Values)
        {
            if (other.Id != command.Broker && other.DirectoryId == command.DirectoryId)
            {
                return (
                    KafkaError.InvalidRegistration,
                    $"The data folder {command.DirectoryId} belongs to broker {other.Id}.");
            }
        }

        return null;
    }
}

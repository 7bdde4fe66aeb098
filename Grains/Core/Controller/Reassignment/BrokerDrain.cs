using Cloud.Core.Controller.Elections;
using Cloud.Core.Controller.Placement;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Core.Controller.Reassignment;

/// <summary>
/// Decides how a broker is emptied: at once it gets nothing new and leads no more where others can; then its replicas
/// move away, some at a time, as copying costs the brokers that serve.
/// </summary>
internal sealed class BrokerDrain(ControllerState state, DecisionDraft draft)
{
    public ControllerDecision<bool> Mark(BrokerId broker, bool isDraining)
    {
        if (draft.Brokers.Find(broker) is not { } found)
        {
            return NotRegistered<bool>(broker);
        }

        if (found.IsDraining != isDraining)
        {
            draft.Put(found with { IsDraining = isDraining });
        }

        if (isDraining)
        {
            draft.ChangePartitions(partition => partition.Leader == broker ? new PartitionChange(partition) : null);
        }

        return draft.Answer(true);
    }

    /// <summary>Starts to move replicas off a broker that is being drained.</summary>
    public ControllerDecision<DrainProgress> Move(BrokerId broker, int partitionsMax, Random random)
    {
        if (draft.Brokers.Find(broker) is not { } found)
        {
            return NotRegistered<DrainProgress>(broker);
        }

        if (!found.IsDraining)
        {
            return ControllerDecision<DrainProgress>.Refuse(
                KafkaError.InvalidRequest, $"Broker {broker} is not being drained.");
        }

        var replacement = new Replacement(draft.Cluster, BrokerLoads.Of(state), random);
        var (started, moving, waiting, stuck) = (0, 0, 0, 0);
        foreach (var topic in state.Topics)
        {
            foreach (var partition in topic.Partitions)
            {
                if (!partition.Replicas.Contains(broker))
                {
                    continue;
                }

                if (ReassignmentPlan.IsUnderWay(partition))
                {
                    moving++;
                }
                else if (started >= partitionsMax)
                {
                    waiting++;
                }
                else if (replacement.For(broker, partition.Replicas) is { } other)
                {
                    started++;
                    var target = partition.Replicas.Replace(broker, other);
                    draft.ChangePartition(topic.Id, ReassignmentPlan.Towards(partition, target));
                }
                else
                {
                    stuck++;
                }
            }
        }

        return draft.Answer(new DrainProgress(started, moving, waiting, stuck));
    }

    private static ControllerDecision<TResponse> NotRegistered<TResponse>(BrokerId broker) =>
        ControllerDecision<TResponse>.Refuse(KafkaError.BrokerIdNotRegistered, $"Broker {broker} is not registered.");
}

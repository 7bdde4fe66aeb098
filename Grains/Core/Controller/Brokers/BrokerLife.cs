using Cloud.Core.Controller.Elections;
using Cloud.Core.Controller.State;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Core.Controller.Brokers;

/// <summary>Decides what happens in a registered life: into service, out of it, away for good.</summary>
internal static class BrokerLife
{
    /// <summary>True when the broker is in service.</summary>
    public static ControllerDecision<bool> CaughtUp(
        BrokerId broker, BrokerEpoch epoch, long metadataVersion, ControllerState state, DecisionDraft draft)
    {
        var found = Find(state, broker, epoch);
        if (!found.IsOk)
        {
            return ControllerDecision<bool>.Refuse(found);
        }

        if (found.Value.Condition is not BrokerConditionKind.Fenced)
        {
            return ControllerDecision<bool>.Unchanged(found.Value.Condition is BrokerConditionKind.Active);
        }

        if (metadataVersion < epoch.Value)
        {
            return ControllerDecision<bool>.Unchanged(false);
        }

        draft.StoreClusterFirst();
        draft.Put(found.Value with { Condition = BrokerConditionKind.Active });
        draft.ChangePartitions(partition =>
            !partition.HasLeader && partition.Replicas.Contains(broker) ? new PartitionChange(partition) : null);
        return draft.Answer(true);
    }

    /// <summary>The silo is gone, by its own will or not. True when this was news.</summary>
    public static ControllerDecision<bool> Failed(
        BrokerId broker, BrokerEpoch epoch, ControllerState state, DecisionDraft draft)
    {
        var found = Find(state, broker, epoch);
        if (!found.IsOk)
        {
            return ControllerDecision<bool>.Refuse(found);
        }

        if (found.Value.Condition is BrokerConditionKind.Fenced)
        {
            return ControllerDecision<bool>.Unchanged(false);
        }

        draft.Put(found.Value with { Condition = BrokerConditionKind.Fenced });
        draft.ChangePartitions(partition => InSync(partition, broker));
        return draft.Answer(true);
    }

    /// <summary>How many partitions the broker still leads that another one may take over soon.</summary>
    public static ControllerDecision<int> ShutDown(
        BrokerId broker, BrokerEpoch epoch, ControllerState state, DecisionDraft draft)
    {
        var found = Find(state, broker, epoch);
        if (!found.IsOk)
        {
            return ControllerDecision<int>.Refuse(found);
        }

        if (found.Value.Condition is BrokerConditionKind.Fenced)
        {
            return ControllerDecision<int>.Unchanged(0);
        }

        if (found.Value.Condition is not BrokerConditionKind.ShuttingDown)
        {
            draft.Put(found.Value with { Condition = BrokerConditionKind.ShuttingDown });
        }

        draft.ChangePartitions(partition => InSync(partition, broker));
        return draft.Answer(AwaitingSuccessor(broker, state, draft));
    }

    /// <summary>Removes a broker that holds no replica.</summary>
    public static ControllerDecision<bool> Unregister(BrokerId broker, ControllerState state, DecisionDraft draft)
    {
        if (!state.Cluster.Brokers.ContainsKey(broker.Value))
        {
            return ControllerDecision<bool>.Refuse(
                KafkaError.BrokerIdNotRegistered, $"Broker {broker} is not registered.");
        }

        var load = BrokerLoad.Of(broker, state);
        if (load.ReplicaCount > 0)
        {
            return ControllerDecision<bool>.Refuse(
                KafkaError.InvalidRequest,
                $"Broker {broker} still holds {load.ReplicaCount} replicas: drain it, or reassign them.");
        }

        RemovedTopics.Forget(draft, broker, state.Cluster.RemovedTopics.Keys);
        draft.Cluster = draft.Cluster with { Brokers = draft.Cluster.Brokers.Remove(broker.Value) };
        return draft.Answer(true);
    }

    /// <summary>The broker has deleted the logs of topics that were deleted.</summary>
    public static ControllerDecision<bool> LogsDeleted(
        BrokerId broker, BrokerEpoch epoch, IEnumerable<TopicId> topics, ControllerState state, DecisionDraft draft)
    {
        var found = Find(state, broker, epoch);
        if (!found.IsOk)
        {
            return ControllerDecision<bool>.Refuse(found);
        }

        RemovedTopics.Forget(draft, broker, topics);
        return draft.Answer(true);
    }

    /// <summary>The broker, if this is its present life.</summary>
    public static Result<BrokerState> Find(ControllerState state, BrokerId broker, BrokerEpoch epoch)
    {
        if (!state.Cluster.Brokers.TryGetValue(broker.Value, out var found))
        {
            return Result<BrokerState>.Failed(
                KafkaError.BrokerIdNotRegistered, $"Broker {broker} is not registered.");
        }

        return found.Epoch == epoch
            ? Result<BrokerState>.Ok(found)
            : Result<BrokerState>.Failed(
                KafkaError.StaleBrokerEpoch, $"Broker {broker} is in epoch {found.Epoch}, not {epoch}.");
    }

    private static PartitionChange? InSync(PartitionState partition, BrokerId broker) =>
        partition.Isr.Contains(broker) ? new PartitionChange(partition) : null;

    // For others nobody need wait: their only running replica goes.
    private static int AwaitingSuccessor(BrokerId broker, ControllerState state, DecisionDraft draft)
    {
        var count = 0;
        foreach (var topic in state.Topics)
        {
            foreach (var partition in draft.Find(topic.Id)!.Partitions)
            {
                count += partition.Leader == broker && partition.Replicas.Any(draft.Brokers.IsActive) ? 1 : 0;
            }
        }

        return count;
    }
}

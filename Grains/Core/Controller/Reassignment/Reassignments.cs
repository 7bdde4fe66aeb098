using System.Collections.Immutable;
using Cloud.Core.Controller.State;
using Cloud.Core.Controller.Topics;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Core.Controller.Reassignment;

/// <summary>Decides where partitions go, and lists those on their way.</summary>
internal sealed class Reassignments(ControllerState state, DecisionDraft draft)
{
    public ControllerDecision<ImmutableArray<PartitionOutcome>> Alter(
        ImmutableArray<ReassignmentTarget> targets, bool mayChangeReplicationFactor)
    {
        var outcomes = targets
            .Select(target => Alter(target, mayChangeReplicationFactor) is var (error, message)
                ? new PartitionOutcome(target.Partition, error, message)
                : new PartitionOutcome(target.Partition, KafkaError.None))
            .ToImmutableArray();
        return draft.Answer(outcomes);
    }

    /// <summary>Those under way, of the partitions named or of all.</summary>
    public static ImmutableArray<OngoingReassignment> List(
        ControllerState state, IReadOnlyCollection<TopicPartition>? partitions)
    {
        var named = partitions?.ToHashSet();
        return
        [
            .. from topic in state.Topics
               from partition in topic.Partitions
               where ReassignmentPlan.IsUnderWay(partition)
               let name = new TopicPartition(topic.Name, partition.Index)
               where named is null || named.Contains(name)
               select new OngoingReassignment(
                   name,
                   partition.Replicas,
                   partition.AddingReplicas,
                   partition.RemovingReplicas,
                   partition.AddingReplicas.RemoveAll(replica => !partition.Isr.Contains(replica))),
        ];
    }

    private (KafkaError Error, string Message)? Alter(ReassignmentTarget target, bool mayChangeReplicationFactor)
    {
        var name = target.Partition;
        if (state.Find(name.Topic) is not { } committed
            || name.Partition < 0
            || name.Partition >= committed.Partitions.Length)
        {
            return (KafkaError.UnknownTopicOrPartition, $"There is no partition {name}.");
        }

        var topic = draft.Find(committed.Id)!;
        var partition = topic.Partitions[name.Partition];
        if (target.Replicas is not { } replicas)
        {
            return ReassignmentPlan.IsUnderWay(partition)
                ? Start(topic, partition, ReassignmentPlan.OriginalOf(partition))
                : (KafkaError.NoReassignmentInProgress, KafkaError.NoReassignmentInProgress.DefaultMessage());
        }

        if (AssignmentCheck.FaultOf(replicas, draft.Brokers) is { } fault)
        {
            return (KafkaError.InvalidReplicaAssignment, fault);
        }

        var factor = ReassignmentPlan.OriginalOf(partition).Length;
        return mayChangeReplicationFactor || replicas.Length == factor
            ? Start(topic, partition, replicas)
            : (KafkaError.InvalidReplicationFactor, $"{name} has {factor} replicas and is to keep that number.");
    }

    private (KafkaError Error, string Message)? Start(
        TopicState topic, PartitionState partition, ImmutableArray<BrokerId> replicas)
    {
        var change = ReassignmentPlan.Towards(partition, replicas);
        if (ReassignmentPlan.LosesRecords(change) && !draft.RulesOf(topic).IsUncleanElectionEnabled)
        {
            return (
                KafkaError.InvalidReplicaAssignment,
                $"None of the brokers {string.Join(", ", replicas)} has all of {topic.Name}-{partition.Index}.");
        }

        draft.ChangePartition(topic.Id, change);
        return null;
    }
}

using System.Collections.Immutable;
using Cloud.Core.Controller.Placement;
using Cloud.Core.Controller.State;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Core.Controller.Topics;

/// <summary>Decides the addition of partitions.</summary>
internal sealed class TopicGrowth(ControllerState state, DecisionDraft draft, ControllerOptions options)
{
    public ControllerDecision<TopicState> Add(AddPartitions command, Random random)
    {
        if (state.Find(command.Topic) is not { } topic)
        {
            return ControllerDecision<TopicState>.Refuse(
                KafkaError.UnknownTopicOrPartition, $"There is no topic '{command.Topic}'.");
        }

        var added = command.TotalCount - topic.Partitions.Length;
        if (added <= 0 || command.TotalCount > options.PartitionsPerTopicMax)
        {
            return ControllerDecision<TopicState>.Refuse(
                KafkaError.InvalidPartitions,
                $"The topic '{topic.Name}' has {topic.Partitions.Length} partitions and may have up to " +
                $"{options.PartitionsPerTopicMax}: {command.TotalCount} is not an increase.");
        }

        var assignments = command.Assignments is { } byHand
            ? Check(topic, added, byHand)
            : Place(topic, added, random);
        if (!assignments.IsOk)
        {
            return ControllerDecision<TopicState>.Refuse(assignments);
        }

        var grown = topic with
        {
            Partitions = topic.Partitions.AddRange(assignments.Value.Select((replicas, index) =>
                NewPartition.Of(topic.Partitions.Length + index, replicas, draft.Brokers))),
        };
        if (command.IsValidateOnly)
        {
            return ControllerDecision<TopicState>.Unchanged(grown);
        }

        draft.Put(grown);
        return draft.Answer(grown);
    }

    private Result<ImmutableArray<ImmutableArray<BrokerId>>> Check(
        TopicState topic, int added, ImmutableArray<ImmutableArray<BrokerId>> byHand) =>
        byHand.Length == added
            ? AssignmentCheck.Check(byHand, ReplicationFactor(topic), draft.Brokers)
            : Result<ImmutableArray<ImmutableArray<BrokerId>>>.Failed(
                KafkaError.InvalidReplicaAssignment, $"{added} partitions are added, {byHand.Length} are assigned.");

    private Result<ImmutableArray<ImmutableArray<BrokerId>>> Place(TopicState topic, int added, Random random)
    {
        var loads = BrokerLoads.Of(state);
        var existing = topic.Partitions.Select(partition => partition.Replicas).ToImmutableArray();
        return ReplicaPlacer.Place(
            new(
                [.. draft.Cluster.Brokers.Values],
                existing,
                loads.ReplicaCountOf,
                added,
                ReplicationFactor(topic)),
            random);
    }

    // While a reassignment runs there are more replicas than the topic is meant to have.
    private static int ReplicationFactor(TopicState topic) =>
        topic.Partitions[0].Replicas.Length - topic.Partitions[0].RemovingReplicas.Length;
}

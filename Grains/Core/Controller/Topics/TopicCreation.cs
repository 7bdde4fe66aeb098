using System.Collections.Immutable;
using Cloud.Core.Controller.Placement;
using Cloud.Core.Controller.State;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Core.Controller.Topics;

/// <summary>Decides the creation of topics.</summary>
internal sealed class TopicCreation(
    ControllerState state, DecisionDraft draft, ITopicRules rules, ControllerOptions options)
{
    public ControllerDecision<TopicState> Create(CreateTopic command, TopicId newId, Random random)
    {
        Invariant.Holds(newId != TopicId.None && state.Find(newId) is null);
        if (FaultOf(command) is var (error, message))
        {
            return ControllerDecision<TopicState>.Refuse(error, message);
        }

        var assignments = command.Assignment is { IsEmpty: false } byHand
            ? Check(command, byHand)
            : Place(command, random);
        if (!assignments.IsOk)
        {
            return ControllerDecision<TopicState>.Refuse(assignments);
        }

        var topic = new TopicState(
            newId,
            command.Name,
            command.IsInternal,
            command.Configs,
            [.. assignments.Value.Select((replicas, index) => NewPartition.Of(index, replicas, draft.Brokers))]);
        if (command.IsValidateOnly)
        {
            return ControllerDecision<TopicState>.Unchanged(topic);
        }

        draft.Put(topic);
        draft.Cluster = draft.Cluster with { TopicIds = draft.Cluster.TopicIds.Add(newId) };
        return draft.Answer(topic);
    }

    private (KafkaError Error, string Message)? FaultOf(CreateTopic command)
    {
        if (TopicName.FaultOf(command.Name) is { } fault)
        {
            return (KafkaError.InvalidTopicException, fault);
        }

        if (state.Find(command.Name) is not null)
        {
            return (KafkaError.TopicAlreadyExists, $"The topic '{command.Name}' exists.");
        }

        if (TopicName.MayCollide(command.Name) && state.FindCollision(command.Name) is { } other)
        {
            return (
                KafkaError.InvalidTopicException,
                $"The topic '{command.Name}' collides with '{other}': they differ in '.' and '_' only.");
        }

        return rules.FaultOf(command.Configs, previous: null, draft.Cluster.DefaultConfigs) is { } configFault
            ? (KafkaError.InvalidConfig, configFault)
            : null;
    }

    private Result<ImmutableArray<ImmutableArray<BrokerId>>> Check(
        CreateTopic command, ImmutableSortedDictionary<int, ImmutableArray<BrokerId>> byHand)
    {
        if (command.ReplicationFactor != -1 || command.PartitionCount != -1)
        {
            return Failed(
                KafkaError.InvalidRequest,
                "With an assignment, partition count and replication factor are to be -1.");
        }

        // Sorted keys without gaps end at their count.
        if (byHand.Keys.First() != 0 || byHand.Keys.Last() != byHand.Count - 1)
        {
            return Failed(
                KafkaError.InvalidReplicaAssignment, "An assignment numbers its partitions from 0 without gaps.");
        }

        return byHand.Count > options.PartitionsPerTopicMax
            ? TooMany(byHand.Count)
            : AssignmentCheck.Check([.. byHand.Values], Length(byHand[0]), draft.Brokers);

        static int Length(ImmutableArray<BrokerId> replicas) => replicas.IsDefault ? 0 : replicas.Length;
    }

    private Result<ImmutableArray<ImmutableArray<BrokerId>>> Place(CreateTopic command, Random random)
    {
        if (command.ReplicationFactor is 0 or < -1)
        {
            return Failed(
                KafkaError.InvalidReplicationFactor, "The replication factor is 1 or more, or -1 for the default.");
        }

        if (command.PartitionCount is 0 or < -1)
        {
            return Failed(KafkaError.InvalidPartitions, "The partition count is 1 or more, or -1 for the default.");
        }

        var count = command.PartitionCount == -1 ? options.DefaultPartitionCount : command.PartitionCount;
        var factor = command.ReplicationFactor == -1 ? options.DefaultReplicationFactor : command.ReplicationFactor;
        if (count > options.PartitionsPerTopicMax)
        {
            return TooMany(count);
        }

        var loads = BrokerLoads.Of(state);
        return ReplicaPlacer.Place(
            new([.. draft.Cluster.Brokers.Values], Existing: [], loads.ReplicaCountOf, count, factor), random);
    }

    private Result<ImmutableArray<ImmutableArray<BrokerId>>> TooMany(int count) => Failed(
        KafkaError.PolicyViolation,
        $"{count} partitions are more than the {options.PartitionsPerTopicMax} that a topic may have.");

    private static Result<ImmutableArray<ImmutableArray<BrokerId>>> Failed(KafkaError error, string message) =>
        Result<ImmutableArray<ImmutableArray<BrokerId>>>.Failed(error, message);
}

using System.Collections.Immutable;
using Cloud.Core.Controller.State;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Core.Controller.Elections;

/// <summary>Decides elections that somebody asks for: to balance leaders, or to serve again at any price.</summary>
internal sealed class LeaderElections(ControllerState state, DecisionDraft draft)
{
    /// <summary>Of the partitions named, or of all: then those that need no election are left out.</summary>
    public ControllerDecision<ImmutableArray<PartitionOutcome>> Elect(
        ElectionKind kind, ImmutableArray<TopicPartition>? partitions)
    {
        Invariant.Holds(kind is not ElectionKind.Online);
        var outcomes = ImmutableArray.CreateBuilder<PartitionOutcome>();
        if (partitions is { } named)
        {
            foreach (var partition in named)
            {
                outcomes.Add(new(partition, Elect(kind, partition)));
            }

            return draft.Answer(outcomes.DrainToImmutable());
        }

        foreach (var topic in state.Topics)
        {
            for (var index = 0; index < topic.Partitions.Length; index++)
            {
                var error = Elect(kind, topic, topic.Partitions[index]);
                if (error is not KafkaError.ElectionNotNeeded)
                {
                    outcomes.Add(new(new(topic.Name, index), error));
                }
            }
        }

        return draft.Answer(outcomes.DrainToImmutable());
    }

    /// <summary>
    /// Gives leadership back to preferred replicas that are in sync again, a bounded number at a time: after a restart
    /// somebody else leads, and in the end one broker would lead everything. As Kafka's controller, it looks at every
    /// partition by itself. How many were elected.
    /// </summary>
    public ControllerDecision<int> Balance(int electionsMax)
    {
        var count = 0;
        foreach (var topic in state.Topics)
        {
            for (var index = 0; index < topic.Partitions.Length && count < electionsMax; index++)
            {
                var partition = topic.Partitions[index];
                var isMoving = !partition.AddingReplicas.IsEmpty || !partition.RemovingReplicas.IsEmpty;
                if (partition.HasLeader && !isMoving && partition.Isr.Contains(partition.Replicas[0]))
                {
                    count += Elect(ElectionKind.Preferred, topic, partition) is KafkaError.None ? 1 : 0;
                }
            }
        }

        return draft.Answer(count);
    }

    private KafkaError Elect(ElectionKind kind, TopicPartition name)
    {
        if (state.Find(name.Topic) is not { } committed
            || name.Partition < 0
            || name.Partition >= committed.Partitions.Length)
        {
            return KafkaError.UnknownTopicOrPartition;
        }

        var topic = draft.Find(committed.Id)!;
        return Elect(kind, topic, topic.Partitions[name.Partition]);
    }

    private KafkaError Elect(ElectionKind kind, TopicState topic, PartitionState partition)
    {
        var preferred = partition.Replicas[0];
        if (kind is ElectionKind.Preferred ? partition.Leader == preferred : partition.HasLeader)
        {
            return KafkaError.ElectionNotNeeded;
        }

        var change = new PartitionChange(partition) { Election = kind };
        var next = PartitionTransition.Apply(change, draft.Brokers, draft.RulesOf(topic));
        if (kind is ElectionKind.Preferred && next.Leader != preferred)
        {
            return KafkaError.PreferredLeaderNotAvailable;
        }

        if (!next.HasLeader)
        {
            return KafkaError.EligibleLeadersNotAvailable;
        }

        var present = draft.Find(topic.Id)!;
        draft.Put(present with { Partitions = present.Partitions.SetItem(partition.Index, next) });
        return KafkaError.None;
    }
}

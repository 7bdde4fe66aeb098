using System.Collections.Immutable;
using Cloud.Core.Controller.State;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Core.Controller.Topics;

/// <summary>Decides deletions. What is deleted stays on record until the last log is gone.</summary>
internal static class TopicDeletion
{
    public static ControllerDecision<TopicState> Delete(TopicId id, ControllerState state, DecisionDraft draft)
    {
        if (state.Find(id) is not { } topic)
        {
            return ControllerDecision<TopicState>.Refuse(
                KafkaError.UnknownTopicId, $"There is no topic with the id {id}.");
        }

        ImmutableArray<BrokerId> holders =
        [
            .. topic.Partitions.SelectMany(partition => partition.Replicas).Distinct().OrderBy(broker => broker.Value),
        ];
        draft.Remove(topic, new RemovedTopic(topic.Id, topic.Name, holders));
        return draft.Answer(topic);
    }
}

using System.Collections.Immutable;
using Cloud.Gateway.Cluster;
using Cloud.Gateway.Dispatch;
using Cloud.Grains.Interfaces.Controller;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Handlers;

/// <summary>ListPartitionReassignments, version 0: what moves at present. What does not move is left out.</summary>
internal sealed class ListPartitionReassignmentsHandler(ClusterAdmin admin)
    : RequestHandler<ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse>(
        SupportedApis.ListPartitionReassignments)
{
    protected override async ValueTask<ListPartitionReassignmentsResponse?> Handle(
        ListPartitionReassignmentsRequest request, RequestScope scope)
    {
        ImmutableArray<TopicPartitionName> named =
        [
            .. (request.Topics ?? []).SelectMany(topic =>
                topic.PartitionIndexes.Select(partition => new TopicPartitionName(topic.Name, partition))),
        ];
        if (request.Topics is not null && named.IsEmpty)
        {
            // None to the controller means all of them.
            return new();
        }

        return await admin.Ask<ListPartitionReassignmentsResponse>(
            async controller => Listed(await controller.ListReassignments(named)),
            request.Timeout,
            static (error, message) => new() { Error = error, ErrorMessage = message });
    }

    private static ListPartitionReassignmentsResponse Listed(ImmutableArray<OngoingMove> moves) => new()
    {
        Topics =
        [
            .. moves.GroupBy(move => move.Partition.Topic).Select(topic =>
                new ListPartitionReassignmentsResponse.OngoingTopicReassignment
                {
                    Name = topic.Key,
                    Partitions = [.. topic.Select(Describe)],
                }),
        ],
    };

    private static ListPartitionReassignmentsResponse.OngoingPartitionReassignment Describe(OngoingMove move) => new()
    {
        PartitionIndex = move.Partition.Partition,
        Replicas = ClusterView.Ids(move.Replicas),
        AddingReplicas = ClusterView.Ids(move.AddingReplicas),
        RemovingReplicas = ClusterView.Ids(move.RemovingReplicas),
    };
}

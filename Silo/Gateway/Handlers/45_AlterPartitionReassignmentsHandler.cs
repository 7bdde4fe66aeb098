using System.Collections.Immutable;
using Cloud.Gateway.Cluster;
using Cloud.Gateway.Dispatch;
using Cloud.Grains.Interfaces.Controller;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Handlers;

/// <summary>AlterPartitionReassignments, versions 0 to 1: moves replicas, or cancels that.</summary>
internal sealed class AlterPartitionReassignmentsHandler(ClusterAdmin admin)
    : RequestHandler<AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse>(
        SupportedApis.AlterPartitionReassignments)
{
    protected override ValueTask<AlterPartitionReassignmentsResponse?> Handle(
        AlterPartitionReassignmentsRequest request, RequestScope scope)
    {
        ImmutableArray<ReassignmentChange> changes =
        [
            .. request.Topics.SelectMany(topic => topic.Partitions.Select(partition => new ReassignmentChange(
                new(topic.Name, partition.PartitionIndex),
                partition.Replicas is { } replicas ? [.. replicas.Select(broker => broker.Value)] : null))),
        ];
        return new(Alter(request, changes));
    }

    private async Task<AlterPartitionReassignmentsResponse?> Alter(
        AlterPartitionReassignmentsRequest request, ImmutableArray<ReassignmentChange> changes)
    {
        var mayChange = request.AllowReplicationFactorChange;
        return await admin.Ask(
            async controller => Done(await controller.AlterReassignments(changes, mayChange), mayChange),
            request.Timeout,
            (error, message) => new()
            {
                AllowReplicationFactorChange = mayChange,
                Error = error,
                ErrorMessage = message,
            });
    }

    private static AlterPartitionReassignmentsResponse Done(
        ImmutableArray<PartitionAnswer> answers, bool mayChange) => new()
        {
            AllowReplicationFactorChange = mayChange,
            Responses = [.. answers.GroupBy(answer => answer.Partition.Topic).Select(ToResponse)],
        };

    private static AlterPartitionReassignmentsResponse.ReassignableTopicResponse ToResponse(
        IGrouping<string, PartitionAnswer> topic) => new()
        {
            Name = topic.Key,
            Partitions =
            [
                .. topic.Select(answer => new AlterPartitionReassignmentsResponse.ReassignablePartitionResponse
                {
                    PartitionIndex = answer.Partition.Partition,
                    Error = answer.Error,
                    ErrorMessage = answer.Message,
                }),
            ],
        };
}

using System.Collections.Immutable;
using Cloud.Gateway.Cluster;
using Cloud.Gateway.Dispatch;
using Cloud.Grains.Interfaces.Controller;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Handlers;

/// <summary>ElectLeaders, versions 0 to 2: the preferred ones, or rather any than none.</summary>
internal sealed class ElectLeadersHandler(ClusterAdmin admin)
    : RequestHandler<ElectLeadersRequest, ElectLeadersResponse>(SupportedApis.ElectLeaders)
{
    private const sbyte Preferred = 0;
    private const sbyte Unclean = 1;

    protected override async ValueTask<ElectLeadersResponse?> Handle(ElectLeadersRequest request, RequestScope scope)
    {
        if (request.ElectionType is not (Preferred or Unclean))
        {
            return new() { Error = KafkaError.InvalidRequest };
        }

        ImmutableArray<TopicPartitionName> named =
        [
            .. (request.TopicPartitions ?? []).SelectMany(topic =>
                topic.Partitions.Select(partition => new TopicPartitionName(topic.Topic, partition))),
        ];
        if (request.TopicPartitions is not null && named.IsEmpty)
        {
            // None to the controller means all of them.
            return new();
        }

        var (error, answers) = await admin.Ask<(KafkaError, ImmutableArray<PartitionAnswer>)>(
            async controller => (
                KafkaError.None,
                await controller.ElectLeaders(request.ElectionType == Unclean, named)),
            request.Timeout,
            static (error, _) => (error, []));
        return new() { Error = error, ReplicaElectionResults = [.. answers.GroupBy(TopicOf).Select(ToResult)] };
    }

    private static string TopicOf(PartitionAnswer answer) => answer.Partition.Topic;

    private static ElectLeadersResponse.ReplicaElectionResult ToResult(
        IGrouping<string, PartitionAnswer> topic) => new()
    {
        Topic = topic.Key,
        PartitionResult =
        [
            .. topic.Select(answer => new ElectLeadersResponse.PartitionResult
            {
                PartitionId = answer.Partition.Partition,
                Error = answer.Error,
                ErrorMessage = answer.Message ?? answer.Error.DefaultMessage(),
            }),
        ],
    };
}

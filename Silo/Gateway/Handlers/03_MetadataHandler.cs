using System.Collections.Immutable;
using Cloud.Gateway.Cluster;
using Cloud.Gateway.Dispatch;
using Cloud.Grains.Interfaces.Metadata;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Handlers;

/// <summary>
/// Metadata, versions 0 to 13. Differs from Kafka: authorised operations are not told, as there is no authorisation
/// yet.
/// </summary>
internal sealed class MetadataHandler(ClusterView cluster, TopicCreation creation)
    : RequestHandler<MetadataRequest, MetadataResponse>(SupportedApis.Metadata)
{
    private const short FirstVersionWithTopicIds = 12;

    protected override async ValueTask<MetadataResponse?> Handle(MetadataRequest request, RequestScope scope)
    {
        var topics = IsForAll(request, scope.ApiVersion)
            ? [.. cluster.Topics.Select(Describe)]
            : IsByIdTooSoon(request, scope.ApiVersion) ? Refused(request)
            : await Describe(request);
        return new()
        {
            Brokers =
            [
                .. cluster.Brokers(scope.Connection.Listener).Select(broker => new MetadataResponse.Broker
                {
                    NodeId = broker.Id,
                    Host = broker.Host,
                    Port = broker.Port,
                    Rack = broker.Rack,
                }),
            ],
            ClusterId = cluster.ClusterId,
            ControllerId = cluster.Controller,
            Topics = topics,
        };
    }

    // No list at all means all of them; in version 0, which has no way to say so, an empty one does.
    private static bool IsForAll(MetadataRequest request, short version) =>
        request.Topics is not { } topics || (version == 0 && topics.IsEmpty);

    // Versions 10 and 11 have ids, and names that may be missing, but do not mean it: their answer has no place for it.
    private static bool IsByIdTooSoon(MetadataRequest request, short version) => version < FirstVersionWithTopicIds
        && request.Topics!.Value.Any(topic => topic.Name is null || topic.TopicId != TopicId.None);

    // The response has no error of its own: every topic gets it, as in Kafka.
    private static ImmutableArray<MetadataResponse.Topic> Refused(MetadataRequest request) =>
    [
        .. request.Topics!.Value.Select(topic => new MetadataResponse.Topic
        {
            Error = KafkaError.InvalidRequest,
            Name = topic.Name ?? "",
            TopicId = topic.TopicId,
        }),
    ];

    private async Task<ImmutableArray<MetadataResponse.Topic>> Describe(MetadataRequest request)
    {
        var topics = ImmutableArray.CreateBuilder<MetadataResponse.Topic>();
        var answered = new HashSet<(string?, TopicId)>();
        foreach (var wanted in request.Topics!)
        {
            // Once, however often it is named, as in Kafka: else little that is asked becomes much that is answered.
            if (answered.Add((wanted.Name, wanted.TopicId)))
            {
                topics.Add(await Describe(wanted, request.AllowAutoTopicCreation));
            }
        }

        return topics.ToImmutable();
    }

    private async Task<MetadataResponse.Topic> Describe(MetadataRequest.Topic wanted, bool mayCreate)
    {
        var isById = wanted.Name is null;
        var error = cluster.Find(isById, wanted.TopicId, wanted.Name, out var topic);
        if (topic is not null)
        {
            return Describe(topic);
        }

        if (!isById)
        {
            error = ClusterView.MissingError(wanted.Name!);
            if (error is KafkaError.UnknownTopicOrPartition && mayCreate && creation.IsEnabled)
            {
                error = await creation.Create(wanted.Name!);
            }
        }

        return new() { Error = error, Name = wanted.Name, TopicId = wanted.TopicId };
    }

    private MetadataResponse.Topic Describe(TopicMetadata topic) => new()
    {
        Name = topic.Name,
        TopicId = new TopicId(topic.TopicId),
        IsInternal = topic.IsInternal,
        Partitions = [.. topic.Partitions.Select(Describe)],
    };

    private MetadataResponse.Partition Describe(PartitionMetadata partition) => new()
    {
        Error = partition.Leader < 0 ? KafkaError.LeaderNotAvailable : KafkaError.None,
        PartitionIndex = partition.Index,
        LeaderId = new BrokerId(partition.Leader),
        LeaderEpoch = new LeaderEpoch(partition.LeaderEpoch),
        ReplicaNodes = ClusterView.Ids(partition.Replicas),
        IsrNodes = ClusterView.Ids(partition.Isr),
        OfflineReplicas = cluster.Offline(partition.Replicas),
    };
}

using System.Collections.Immutable;
using Cloud.Gateway.Cluster;
using Cloud.Gateway.Dispatch;
using Cloud.Grains.Interfaces.Metadata;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Handlers;

/// <summary>
/// DescribeTopicPartitions, version 0: topics in the order of their names, page by page. Differs from Kafka: authorised
/// operations are not told, as there is no authorisation yet.
/// </summary>
internal sealed class DescribeTopicPartitionsHandler(ClusterView cluster, GatewayOptions options)
    : RequestHandler<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse>(
        SupportedApis.DescribeTopicPartitions)
{
    protected override ValueTask<DescribeTopicPartitionsResponse?> Handle(
        DescribeTopicPartitionsRequest request, RequestScope scope) =>
        new(IsCursorWrong(request) ? Refused(request) : Page(request));

    private static bool IsCursorWrong(DescribeTopicPartitionsRequest request) => request.Cursor is { } cursor
        && (cursor.PartitionIndex < 0
            || (!request.Topics.IsEmpty && request.Topics.All(topic => topic.Name != cursor.TopicName)));

    // The response has no error of its own: every topic gets it, as in Kafka.
    private static DescribeTopicPartitionsResponse Refused(DescribeTopicPartitionsRequest request) => new()
    {
        Topics = [.. request.Topics.Select(topic => Failed(topic.Name, KafkaError.InvalidRequest))],
    };

    private DescribeTopicPartitionsResponse Page(DescribeTopicPartitionsRequest request)
    {
        var rest = Math.Max(Math.Min(options.DescribedPartitionsMax, request.ResponsePartitionLimit), 1);
        var topics = ImmutableArray.CreateBuilder<DescribeTopicPartitionsResponse.Topic>();
        foreach (var name in NamesFrom(request))
        {
            if (rest == 0)
            {
                return NotLast(topics, name, nextPartition: 0);
            }

            if (!cluster.TryFind(name, out var topic))
            {
                topics.Add(Failed(name, ClusterView.MissingError(name)));
                continue;
            }

            var start = request.Cursor is { } cursor && cursor.TopicName == name ? cursor.PartitionIndex : 0;
            var partitions = topic.Partitions.Skip(start).Take(rest).Select(Describe).ToImmutableArray();
            topics.Add(new()
            {
                Name = name,
                TopicId = new TopicId(topic.TopicId),
                IsInternal = topic.IsInternal,
                Partitions = partitions,
            });
            if (start + partitions.Length < topic.Partitions.Length)
            {
                return NotLast(topics, name, start + partitions.Length);
            }

            rest -= partitions.Length;
        }

        return new() { Topics = topics.ToImmutable() };
    }

    private IEnumerable<string> NamesFrom(DescribeTopicPartitionsRequest request)
    {
        var first = request.Cursor?.TopicName ?? "";
        var names = request.Topics.IsEmpty
            ? cluster.Topics.Select(topic => topic.Name)
            : request.Topics.Select(topic => topic.Name).Distinct();
        return names.Where(name => string.CompareOrdinal(name, first) >= 0).Order(StringComparer.Ordinal);
    }

    private DescribeTopicPartitionsResponse.Partition Describe(PartitionMetadata partition) => new()
    {
        Error = partition.Leader < 0 ? KafkaError.LeaderNotAvailable : KafkaError.None,
        PartitionIndex = partition.Index,
        LeaderId = new BrokerId(partition.Leader),
        LeaderEpoch = new LeaderEpoch(partition.LeaderEpoch),
        ReplicaNodes = ClusterView.Ids(partition.Replicas),
        IsrNodes = ClusterView.Ids(partition.Isr),
        EligibleLeaderReplicas = ClusterView.Ids(partition.Elr),
        LastKnownElr = partition.LastKnownLeader < 0 ? [] : [new BrokerId(partition.LastKnownLeader)],
        OfflineReplicas = cluster.Offline(partition.Replicas),
    };

    private static DescribeTopicPartitionsResponse NotLast(
        ImmutableArray<DescribeTopicPartitionsResponse.Topic>.Builder topics, string name, int nextPartition) => new()
        {
            Topics = topics.ToImmutable(),
            NextCursor = new() { TopicName = name, PartitionIndex = nextPartition },
        };

    private static DescribeTopicPartitionsResponse.Topic Failed(string name, KafkaError error) =>
        new() { Name = name, Error = error };
}

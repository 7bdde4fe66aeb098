using System.Collections.Immutable;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Client;

/// <summary>
/// Lists and describes topics: page by page where brokers can (KIP-966), which also tells who is eligible to lead,
/// else by metadata.
/// </summary>
internal sealed class TopicDescriptions(BrokerCalls brokers, ItemRetries retries)
{
    public async Task<IReadOnlyList<TopicListing>> List(bool includeInternal, CancellationToken cancellationToken)
    {
        var request = new MetadataRequest { Topics = null, AllowAutoTopicCreation = false };
        var response = await brokers.AskAny(request, cancellationToken).ConfigureAwait(false);
        return
        [
            .. response.Topics
                .Where(topic => topic.Name is not null && (includeInternal || !topic.IsInternal))
                .OrderBy(topic => topic.Name, StringComparer.Ordinal)
                .Select(topic => new TopicListing(
                    topic.Name!,
                    topic.TopicId,
                    topic.IsInternal,
                    topic.Partitions.Length,
                    topic.Partitions.MinBy(partition => partition.PartitionIndex)?.ReplicaNodes.Length ?? 0)),
        ];
    }

    public Task<AdminResults<string, TopicDescription>> Describe(
        IEnumerable<string> names, CancellationToken cancellationToken) => retries.Run<string, TopicDescription>(
            "Describing topics", names, isPatient: true, Describe, cancellationToken);

    private async Task<IReadOnlyDictionary<string, AdminResult<TopicDescription>>> Describe(
        IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        try
        {
            return await DescribeByPages(names, cancellationToken).ConfigureAwait(false);
        }
        catch (UnsupportedByBrokerException)
        {
            return await DescribeByMetadata(names, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyDictionary<string, AdminResult<TopicDescription>>> DescribeByPages(
        IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var request = new DescribeTopicPartitionsRequest
        {
            Topics = [.. names.Select(name => new DescribeTopicPartitionsRequest.TopicRequest { Name = name })],
        };
        var pages = new List<DescribeTopicPartitionsResponse.Topic>();
        while (true)
        {
            var response = await brokers.AskAny(request, cancellationToken).ConfigureAwait(false);
            pages.AddRange(response.Topics);
            if (response.NextCursor is not { } next)
            {
                return pages.Where(page => page.Name is not null).GroupBy(page => page.Name!)
                    .ToDictionary(topic => topic.Key, topic => Read([.. topic]));
            }

            request = new DescribeTopicPartitionsRequest
            {
                Topics = request.Topics,
                Cursor = new() { TopicName = next.TopicName, PartitionIndex = next.PartitionIndex },
            };
        }
    }

    private async Task<IReadOnlyDictionary<string, AdminResult<TopicDescription>>> DescribeByMetadata(
        IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var request = new MetadataRequest
        {
            Topics = [.. names.Select(name => new MetadataRequest.Topic { Name = name })],
            AllowAutoTopicCreation = false,
        };
        var response = await brokers.AskAny(request, cancellationToken).ConfigureAwait(false);
        return response.Topics.Where(topic => topic.Name is not null).DistinctBy(topic => topic.Name)
            .ToDictionary(topic => topic.Name!, Read);
    }

    // A topic that spans several pages comes in as many pieces.
    private static AdminResult<TopicDescription> Read(IReadOnlyList<DescribeTopicPartitionsResponse.Topic> pieces)
    {
        var failed = pieces.FirstOrDefault(piece => piece.Error is not KafkaError.None);
        return AdminFailure.Result(
            failed?.Error ?? KafkaError.None, null, $"Topic '{pieces[0].Name}'", () => new TopicDescription(
                pieces[0].Name!,
                pieces[0].TopicId,
                pieces[0].IsInternal,
                [
                    .. pieces.SelectMany(piece => piece.Partitions).DistinctBy(one => one.PartitionIndex)
                        .OrderBy(one => one.PartitionIndex).Select(Read),
                ]));
    }

    private static AdminResult<TopicDescription> Read(MetadataResponse.Topic topic) =>
        AdminFailure.Result(topic.Error, null, $"Topic '{topic.Name}'", () => new TopicDescription(
            topic.Name!,
            topic.TopicId,
            topic.IsInternal,
            [.. topic.Partitions.OrderBy(one => one.PartitionIndex).Select(Read)]));

    private static PartitionDescription Read(DescribeTopicPartitionsResponse.Partition partition) => new(
        partition.PartitionIndex,
        partition.LeaderId,
        partition.LeaderEpoch,
        partition.ReplicaNodes,
        partition.IsrNodes,
        partition.OfflineReplicas)
    {
        EligibleLeaders = ToList(partition.EligibleLeaderReplicas),
        LastKnownEligibleLeaders = ToList(partition.LastKnownElr),
    };

    private static PartitionDescription Read(MetadataResponse.Partition partition) => new(
        partition.PartitionIndex,
        partition.LeaderId,
        partition.LeaderEpoch,
        partition.ReplicaNodes,
        partition.IsrNodes,
        partition.OfflineReplicas);

    private static IReadOnlyList<BrokerId>? ToList(ImmutableArray<BrokerId>? brokers) =>
        brokers is { } known ? known : null;
}

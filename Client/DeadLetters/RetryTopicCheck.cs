using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Client;

/// <summary>Sees to it that retry and dead-letter topics are there before the first record may need them.</summary>
internal sealed class RetryTopicCheck(ClusterClient cluster)
{
    /// <param name="sources">Each topic, and the one that it belongs to.</param>
    /// <exception cref="ClientException">
    /// One is missing, could not be created, or can never be written to: its name is no topic's, or it is not
    /// permitted.
    /// </exception>
    public async Task Run(
        IReadOnlyDictionary<string, string> sources, RetryTopicCreation creation, CancellationToken cancellationToken)
    {
        var missing = await Retry(
            "Looking for retry topics", cancelled => FindMissing(sources, cancelled), cancellationToken)
            .ConfigureAwait(false);
        if (missing.Count == 0)
        {
            return;
        }

        if (creation is RetryTopicCreation.MustExist)
        {
            throw new ClientException(
                KafkaError.UnknownTopicOrPartition,
                $"The retry policy needs topics that do not exist: {string.Join(", ", missing)}. Create them, or let "
                    + $"{nameof(RetryPolicy.TopicCreation)} be {nameof(RetryTopicCreation.CreateMissing)}.");
        }

        await Retry(
            "Creating retry topics", cancelled => Create(missing, sources, cancelled), cancellationToken)
            .ConfigureAwait(false);
    }

    private Task<T> Retry<T>(
        string what, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken) =>
        cluster.Retry(what, attempt, cluster.NewDeadline(), cancellationToken);

    private async Task<List<string>> FindMissing(
        IReadOnlyDictionary<string, string> sources, CancellationToken cancellationToken)
    {
        var answer = await cluster.SendToAny(MetadataOf(sources.Keys), cancellationToken).ConfigureAwait(false);
        foreach (var topic in answer.Topics)
        {
            if (topic.Error is not KafkaError.None && !topic.Error.IsRetriable())
            {
                throw ClientErrors.OfTopic(topic.Name!, topic.Error);
            }
        }

        return
        [
            .. answer.Topics.Where(topic => topic.Error is KafkaError.UnknownTopicOrPartition)
                .Select(topic => topic.Name!)
                .Order(StringComparer.Ordinal),
        ];
    }

    private async Task<bool> Create(
        List<string> missing, IReadOnlyDictionary<string, string> sources, CancellationToken cancellationToken)
    {
        var described = await cluster.SendToAny(
            MetadataOf(missing.Select(topic => sources[topic]).Distinct()), cancellationToken).ConfigureAwait(false);
        var partitions = described.Topics.ToDictionary(
            topic => topic.Name!,
            topic => topic.Error is KafkaError.None
                ? topic.Partitions.Length
                : throw ClientErrors.OfTopic(topic.Name!, topic.Error));
        return await TopicCreation.Create(
            cluster,
            missing.Select(topic => TopicCreation.Topic(
                topic, partitions[sources[topic]], TopicCreation.DefaultOfCluster)),
            cancellationToken).ConfigureAwait(false);
    }

    private static MetadataRequest MetadataOf(IEnumerable<string> topics) => new()
    {
        Topics = [.. topics.Select(topic => new MetadataRequest.Topic { Name = topic })],
        AllowAutoTopicCreation = false,
    };
}

using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Client;

/// <summary>Creates topics that are needed, for workers and hosts.</summary>
internal static class TopicCreation
{
    /// <summary>The cluster's default number of partitions, or of replicas.</summary>
    public const short DefaultOfCluster = -1;

    /// <summary>That a topic is there already is as good: another process may have been first.</summary>
    /// <exception cref="ClientException">One could not be created; retriable or not.</exception>
    public static async Task<bool> Create(
        ClusterClient cluster,
        IEnumerable<CreateTopicsRequest.CreatableTopic> topics,
        CancellationToken cancellationToken)
    {
        var request = new CreateTopicsRequest { Topics = [.. topics], Timeout = cluster.Options.RequestTimeout };
        var answer = await cluster.SendToAny(request, cancellationToken).ConfigureAwait(false);
        foreach (var topic in answer.Topics)
        {
            if (topic.Error is not (KafkaError.None or KafkaError.TopicAlreadyExists))
            {
                throw ClientErrors.OfTopic(topic.Name, topic.Error, topic.ErrorMessage);
            }
        }

        return true;
    }

    public static CreateTopicsRequest.CreatableTopic Topic(
        string name, int partitions, short replicationFactor) => new()
        {
            Name = name,
            NumPartitions = partitions,
            ReplicationFactor = replicationFactor,
            Assignments = [],
            Configs = [],
        };
}

using System.Collections.Immutable;
using Cloud.Protocol;
using Cloud.Protocol.Messages;

namespace Cloud.Client;

/// <summary>Creates and deletes topics, and gives them more partitions: what the controller is asked.</summary>
internal sealed class TopicAdministration(BrokerCalls brokers, ItemRetries retries)
{
    public Task<AdminResults<string, CreatedTopic>> Create(
        IEnumerable<NewTopic> topics, bool isValidateOnly, CancellationToken cancellationToken)
    {
        var wanted = topics.ToDictionary(topic => topic.Name);
        return retries.Run<string, CreatedTopic>(
            "Creating topics",
            wanted.Keys,
            isPatient: false,
            async (names, cancelled) =>
            {
                var request = new CreateTopicsRequest
                {
                    Topics = [.. names.Select(name => Write(wanted[name]))],
                    Timeout = brokers.BrokerTimeout,
                    ValidateOnly = isValidateOnly,
                };
                var response = await brokers.AskController(request, cancelled).ConfigureAwait(false);
                return response.Topics.DistinctBy(topic => topic.Name).ToDictionary(topic => topic.Name, Read);
            },
            cancellationToken);
    }

    public Task<AdminResults<string, Done>> Delete(IEnumerable<string> names, CancellationToken cancellationToken) =>
        retries.Run<string, Done>(
            "Deleting topics",
            names,
            isPatient: false,
            async (pending, cancelled) =>
            {
                // Names are said in two ways, of which the version's is sent.
                var request = new DeleteTopicsRequest
                {
                    TopicNames = [.. pending],
                    Topics = [.. pending.Select(name => new DeleteTopicsRequest.DeleteTopicState { Name = name })],
                    Timeout = brokers.BrokerTimeout,
                };
                var response = await brokers.AskController(request, cancelled).ConfigureAwait(false);
                return response.Responses.Where(topic => topic.Name is not null).DistinctBy(topic => topic.Name)
                    .ToDictionary(topic => topic.Name!, topic => ToDone(topic, ItemOf(topic.Name!)));
            },
            cancellationToken);

    public Task<AdminResults<TopicId, Done>> Delete(IEnumerable<TopicId> ids, CancellationToken cancellationToken) =>
        retries.Run<TopicId, Done>(
            "Deleting topics",
            ids,
            isPatient: false,
            async (pending, cancelled) =>
            {
                var request = new DeleteTopicsRequest
                {
                    Topics = [.. pending.Select(id => new DeleteTopicsRequest.DeleteTopicState { TopicId = id })],
                    Timeout = brokers.BrokerTimeout,
                };
                var response = await brokers.AskController(request, cancelled).ConfigureAwait(false);
                return response.Responses.DistinctBy(topic => topic.TopicId)
                    .ToDictionary(topic => topic.TopicId, topic => ToDone(topic, $"Topic id {topic.TopicId}"));
            },
            cancellationToken);

    public Task<AdminResults<string, Done>> CreatePartitions(
        IEnumerable<NewPartitions> topics, bool isValidateOnly, CancellationToken cancellationToken)
    {
        var wanted = topics.ToDictionary(topic => topic.Topic);
        return retries.Run<string, Done>(
            "Adding partitions",
            wanted.Keys,
            isPatient: false,
            async (names, cancelled) =>
            {
                var request = new CreatePartitionsRequest
                {
                    Topics = [.. names.Select(name => Write(wanted[name]))],
                    Timeout = brokers.BrokerTimeout,
                    ValidateOnly = isValidateOnly,
                };
                var response = await brokers.AskController(request, cancelled).ConfigureAwait(false);
                return response.Results.DistinctBy(topic => topic.Name).ToDictionary(
                    topic => topic.Name,
                    topic => AdminFailure.Result(topic.Error, topic.ErrorMessage, ItemOf(topic.Name)));
            },
            cancellationToken);
    }

    private static string ItemOf(string topic) => $"Topic '{topic}'";

    private static AdminResult<Done> ToDone(DeleteTopicsResponse.DeletableTopicResult topic, string item) =>
        AdminFailure.Result(topic.Error, topic.ErrorMessage, item);

    private static CreateTopicsRequest.CreatableTopic Write(NewTopic topic) => new()
    {
        Name = topic.Name,
        NumPartitions = topic.PartitionCount,
        ReplicationFactor = topic.ReplicationFactor,
        Assignments =
        [
            .. (topic.Assignments ?? []).Select((replicas, index) =>
                new CreateTopicsRequest.CreatableReplicaAssignment
                {
                    PartitionIndex = index,
                    BrokerIds = [.. replicas],
                }),
        ],
        Configs =
        [
            .. topic.Configs.Select(config =>
                new CreateTopicsRequest.CreatableTopicConfig { Name = config.Key, Value = config.Value }),
        ],
    };

    private static CreatePartitionsRequest.Topic Write(NewPartitions topic) => new()
    {
        Name = topic.Topic,
        Count = topic.TotalCount,
        Assignments = topic.Assignments is null
            ? null
            : topic.Assignments
                .Select(replicas => new CreatePartitionsRequest.Assignment { BrokerIds = [.. replicas] })
                .ToImmutableArray(),
    };

    private static AdminResult<CreatedTopic> Read(CreateTopicsResponse.CreatableTopicResult topic) =>
        AdminFailure.Result(topic.Error, topic.ErrorMessage, ItemOf(topic.Name), () => new CreatedTopic(
            topic.Name,
            topic.TopicId,
            topic.NumPartitions,
            topic.ReplicationFactor,
            topic.Configs is { } configs
                ? configs.DistinctBy(config => config.Name).ToDictionary(config => config.Name, config => config.Value)
                : []));
}

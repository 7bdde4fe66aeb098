using System.Collections.Immutable;
using Cloud.Gateway.Cluster;
using Cloud.Gateway.Dispatch;
using Cloud.Grains.Interfaces.Configs;
using Cloud.Grains.Interfaces.Controller;
using Cloud.Grains.Interfaces.Metadata;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Handlers;

/// <summary>CreateTopics, versions 2 to 7. Answered when this broker knows the topics as well.</summary>
internal sealed class CreateTopicsHandler(ClusterAdmin admin, TopicArrival arrival, IConfigCatalogue catalogue)
    : RequestHandler<CreateTopicsRequest, CreateTopicsResponse>(SupportedApis.CreateTopics)
{
    protected override async ValueTask<CreateTopicsResponse?> Handle(CreateTopicsRequest request, RequestScope scope)
    {
        var results = ImmutableArray.CreateBuilder<CreateTopicsResponse.CreatableTopicResult>(request.Topics.Length);
        var repeated = Repeated.Of(request.Topics.Select(topic => topic.Name));
        foreach (var topic in request.Topics)
        {
            results.Add(repeated.Contains(topic.Name)
                ? Failed(topic.Name, KafkaError.InvalidRequest, "The topic is named twice in the request.")
                : await Create(topic, request));
        }

        return new() { Topics = results.MoveToImmutable() };
    }

    private async Task<CreateTopicsResponse.CreatableTopicResult> Create(
        CreateTopicsRequest.CreatableTopic topic, CreateTopicsRequest request)
    {
        if (FaultOf(topic) is { } fault)
        {
            return Failed(topic.Name, KafkaError.InvalidRequest, fault);
        }

        var answer = await admin.Ask(
            controller => controller.CreateTopic(ToNewTopic(topic, request.ValidateOnly)),
            request.Timeout,
            static (error, message) => new TopicAnswer(error, message, Topic: null));
        if (answer.Topic is not { } created || answer.Error is not KafkaError.None)
        {
            return Failed(topic.Name, answer.Error, answer.Message);
        }

        if (!request.ValidateOnly)
        {
            await arrival.Wait(new TopicId(created.TopicId), request.Timeout);
        }

        return Made(created);
    }

    private static string? FaultOf(CreateTopicsRequest.CreatableTopic topic) =>
        !topic.Assignments.IsEmpty && (topic.NumPartitions != -1 || topic.ReplicationFactor != -1)
            ? "Both a number of partitions or replicas and an assignment are given."
            : topic.Assignments.Select(assignment => assignment.PartitionIndex).Distinct().Count()
                != topic.Assignments.Length ? "A partition is assigned twice."
            : topic.Configs.Select(config => config.Name).Distinct().Count() != topic.Configs.Length
                ? "A setting is given twice."
            : null;

    private static NewTopic ToNewTopic(CreateTopicsRequest.CreatableTopic topic, bool isValidateOnly) => new(
        topic.Name,
        topic.NumPartitions,
        topic.ReplicationFactor,
        topic.Assignments.ToImmutableSortedDictionary(
            assignment => assignment.PartitionIndex,
            assignment => assignment.BrokerIds.Select(broker => broker.Value).ToImmutableArray()),
        topic.Configs.Where(config => config.Value is not null)
            .ToImmutableSortedDictionary(config => config.Name, config => config.Value!),
        TopicName.IsInternal(topic.Name),
        isValidateOnly);

    private CreateTopicsResponse.CreatableTopicResult Made(TopicMetadata topic) => new()
    {
        Name = topic.Name,
        TopicId = new TopicId(topic.TopicId),
        NumPartitions = topic.Partitions.Length,
        ReplicationFactor = (short)topic.Partitions[0].Replicas.Length,
        Configs =
        [
            .. catalogue.DescribeTopic(topic.Configs).Select(config => new CreateTopicsResponse.CreatableTopicConfigs
            {
                Name = config.Name,
                Value = config.Value,
                ReadOnly = config.IsReadOnly,
                ConfigSource = config.Source,
            }),
        ],
    };

    private static CreateTopicsResponse.CreatableTopicResult Failed(string name, KafkaError error, string? message) =>
        new() { Name = name, Error = error, ErrorMessage = message };
}

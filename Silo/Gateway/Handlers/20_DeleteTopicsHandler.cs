using System.Collections.Immutable;
using Cloud.Gateway.Cluster;
using Cloud.Gateway.Dispatch;
using Cloud.Grains.Interfaces.Controller;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Handlers;

/// <summary>DeleteTopics, versions 1 to 6: by name, from version 6 by name or id.</summary>
internal sealed class DeleteTopicsHandler(ClusterAdmin admin, ClusterView cluster, GatewayOptions options)
    : RequestHandler<DeleteTopicsRequest, DeleteTopicsResponse>(SupportedApis.DeleteTopics)
{
    private const short FirstVersionWithTopicIds = 6;
    private const short FirstVersionWithItsOwnError = 3;

    protected override async ValueTask<DeleteTopicsResponse?> Handle(DeleteTopicsRequest request, RequestScope scope)
    {
        var wanted = scope.ApiVersion >= FirstVersionWithTopicIds
            ? request.Topics.Select(topic => (topic.Name, topic.TopicId))
            : request.TopicNames.Select(name => ((string?)name, TopicId.None));
        var results = ImmutableArray.CreateBuilder<DeleteTopicsResponse.DeletableTopicResult>();
        foreach (var same in wanted.GroupBy(topic => topic))
        {
            var (name, id) = same.Key;
            results.Add(FaultOf(name, id, same.Count(), scope.ApiVersion) is var (error, message)
                ? Result(name, id, new(error, message))
                : await Delete(name, id, request.Timeout));
        }

        return new() { Responses = results.ToImmutable() };
    }

    private (KafkaError Error, string Message)? FaultOf(string? name, TopicId id, int count, short version) =>
        !options.IsTopicDeletionEnabled
            ? (version < FirstVersionWithItsOwnError ? KafkaError.InvalidRequest : KafkaError.TopicDeletionDisabled,
                "Topics cannot be deleted here: delete.topic.enable is false.")
            : name is null && id == TopicId.None
                ? (KafkaError.InvalidRequest, "Neither the topic's name nor its id is given.")
            : name is not null && id != TopicId.None
                ? (KafkaError.InvalidRequest, "Both the topic's name and its id are given.")
            : count > 1
                ? (KafkaError.InvalidRequest, "The topic is named twice in the request.")
            : null;

    private async Task<DeleteTopicsResponse.DeletableTopicResult> Delete(string? name, TopicId id, TimeSpan timeout)
    {
        if (name is not null)
        {
            return await admin.Ask(
                controller => DeleteByName(controller, name),
                timeout,
                (error, message) => Result(name, TopicId.None, new(error, message)));
        }

        var known = cluster.TryFind(id, out var topic) ? topic.Name : null;
        return Result(known, id, await admin.Ask(
            controller => controller.DeleteTopic(id.Value),
            timeout,
            static (error, message) => new ControllerAnswer(error, message)));
    }

    // The controller knows topics that have not come to this broker yet.
    private static async Task<DeleteTopicsResponse.DeletableTopicResult> DeleteByName(
        IClusterAdminGrain controller, string name)
    {
        var topics = await controller.DescribeTopics([name]);
        if (topics.IsEmpty)
        {
            return Result(name, TopicId.None, Unknown(name));
        }

        var answer = await controller.DeleteTopic(topics[0].TopicId);
        return answer.Error is KafkaError.UnknownTopicId
            ? Result(name, TopicId.None, Unknown(name))
            : Result(name, new TopicId(topics[0].TopicId), answer);
    }

    private static ControllerAnswer Unknown(string name) =>
        new(KafkaError.UnknownTopicOrPartition, $"There is no topic '{name}'.");

    private static DeleteTopicsResponse.DeletableTopicResult Result(
        string? name, TopicId id, ControllerAnswer answer) => new()
        {
            Name = name,
            TopicId = id,
            Error = answer.Error,
            ErrorMessage = answer.Message,
        };
}

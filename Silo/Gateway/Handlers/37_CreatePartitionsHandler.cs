using System.Collections.Immutable;
using Cloud.Gateway.Cluster;
using Cloud.Gateway.Dispatch;
using Cloud.Grains.Interfaces.Controller;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Handlers;

/// <summary>
/// CreatePartitions, versions 0 to 3. Differs from Kafka: an empty assignment leaves the choice to the broker, as none
/// does.
/// </summary>
internal sealed class CreatePartitionsHandler(ClusterAdmin admin)
    : RequestHandler<CreatePartitionsRequest, CreatePartitionsResponse>(SupportedApis.CreatePartitions)
{
    protected override async ValueTask<CreatePartitionsResponse?> Handle(
        CreatePartitionsRequest request, RequestScope scope)
    {
        var results = ImmutableArray.CreateBuilder<CreatePartitionsResponse.TopicResult>();
        foreach (var same in request.Topics.GroupBy(topic => topic.Name))
        {
            var answer = same.Count() > 1
                ? new TopicAnswer(KafkaError.InvalidRequest, "The topic is named twice in the request.", Topic: null)
                : await Grow(same.First(), request);
            results.Add(new() { Name = same.Key, Error = answer.Error, ErrorMessage = answer.Message });
        }

        return new() { Results = results.ToImmutable() };
    }

    private Task<TopicAnswer> Grow(CreatePartitionsRequest.Topic topic, CreatePartitionsRequest request)
    {
        var assignments = topic.Assignments ?? [];
        var growth = new PartitionGrowth(
            topic.Name,
            topic.Count,
            [.. assignments.Select(one => one.BrokerIds.Select(broker => broker.Value).ToImmutableArray())],
            request.ValidateOnly);
        return admin.Ask(
            controller => controller.AddPartitions(growth),
            request.Timeout,
            static (error, message) => new TopicAnswer(error, message, Topic: null));
    }
}

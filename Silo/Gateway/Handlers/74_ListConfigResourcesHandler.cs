using Cloud.Gateway.Cluster;
using Cloud.Gateway.Configs;
using Cloud.Gateway.Dispatch;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Handlers;

/// <summary>
/// ListConfigResources, versions 0 to 1: topics and brokers. Version 0 asks for subscriptions to client metrics, of
/// which there are none here; nor are there settings of groups or loggers.
/// </summary>
internal sealed class ListConfigResourcesHandler(ClusterView cluster)
    : RequestHandler<ListConfigResourcesRequest, ListConfigResourcesResponse>(SupportedApis.ListConfigResources)
{
    private const short FirstVersionWithTypes = 1;

    protected override ValueTask<ListConfigResourcesResponse?> Handle(
        ListConfigResourcesRequest request, RequestScope scope)
    {
        if (scope.ApiVersion < FirstVersionWithTypes)
        {
            return new(new ListConfigResourcesResponse());
        }

        var types = request.ResourceTypes.IsEmpty ? ConfigResourceType.All : request.ResourceTypes;
        return new(types.All(type => ConfigResourceType.All.Contains(type))
            ? new ListConfigResourcesResponse { ConfigResources = [.. types.Distinct().SelectMany(ResourcesOf)] }
            : new ListConfigResourcesResponse { Error = KafkaError.UnsupportedVersion });
    }

    private IEnumerable<ListConfigResourcesResponse.ConfigResource> ResourcesOf(sbyte type) => type switch
    {
        ConfigResourceType.Topic => cluster.Topics
            .Select(topic => topic.Name)
            .Order(StringComparer.Ordinal)
            .Select(name => Resource(name, type)),
        ConfigResourceType.Broker => cluster.BrokerIds.Select(broker => Resource(broker.ToString(), type)),
        _ => [],
    };

    private static ListConfigResourcesResponse.ConfigResource Resource(string name, sbyte type) =>
        new() { Name = name, ResourceType = type };
}

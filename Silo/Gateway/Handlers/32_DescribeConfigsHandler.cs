using System.Collections.Immutable;
using Cloud.Gateway.Cluster;
using Cloud.Gateway.Configs;
using Cloud.Gateway.Dispatch;
using Cloud.Grains.Interfaces.Configs;
using Cloud.Grains.Interfaces.Metadata;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Handlers;

/// <summary>
/// DescribeConfigs, versions 1 to 4: topics, this broker, the cluster-wide defaults (a broker without a name). Differs
/// from Kafka: groups, loggers and client metrics have no settings here.
/// </summary>
internal sealed class DescribeConfigsHandler(
    ClusterView cluster, IClusterMetadata metadata, IConfigCatalogue catalogue)
    : RequestHandler<DescribeConfigsRequest, DescribeConfigsResponse>(SupportedApis.DescribeConfigs)
{
    protected override ValueTask<DescribeConfigsResponse?> Handle(DescribeConfigsRequest request, RequestScope scope) =>
        new(new DescribeConfigsResponse
        {
            Results =
            [
                .. request.Resources.DistinctBy(resource => (resource.ResourceType, resource.ResourceName))
                    .Select(resource => Describe(resource, request)),
            ],
        });

    private DescribeConfigsResponse.Result Describe(
        DescribeConfigsRequest.Resource resource, DescribeConfigsRequest request)
    {
        var (error, message, entries) = Find(resource);
        var keys = resource.ConfigurationKeys;
        return new()
        {
            Error = error,
            ErrorMessage = message,
            ResourceType = resource.ResourceType,
            ResourceName = resource.ResourceName,
            Configs =
            [
                .. entries.Where(entry => keys is not { IsEmpty: false } wanted || wanted.Contains(entry.Name))
                    .Select(entry => ToResult(entry, request)),
            ],
        };
    }

    private (KafkaError Error, string? Message, IEnumerable<ConfigEntry> Entries) Find(
        DescribeConfigsRequest.Resource resource) => resource.ResourceType switch
        {
            ConfigResourceType.Topic => cluster.TryFind(resource.ResourceName, out var topic)
                ? (KafkaError.None, null, catalogue.DescribeTopic(topic.Configs))
                : Failed(
                    ClusterView.MissingError(resource.ResourceName), $"There is no topic '{resource.ResourceName}'."),
            ConfigResourceType.Broker when resource.ResourceName.Length == 0 =>
                (KafkaError.None, null, catalogue.DescribeCluster()),
            ConfigResourceType.Broker =>
                BrokerResource.FaultOf(resource.ResourceName, metadata.BrokerId) is { } fault
                    ? Failed(KafkaError.InvalidRequest, fault)
                    : (KafkaError.None, null, catalogue.DescribeBroker()),
            var type => Failed(KafkaError.InvalidRequest, $"Resource type {type} has no settings here."),
        };

    private static (KafkaError Error, string? Message, IEnumerable<ConfigEntry> Entries) Failed(
        KafkaError error, string message) => (error, message, []);

    private static DescribeConfigsResponse.ResourceResult ToResult(
        ConfigEntry entry, DescribeConfigsRequest request) => new()
        {
            Name = entry.Name,
            Value = entry.Value,
            ReadOnly = entry.IsReadOnly,
            ConfigSource = entry.Source,
            ConfigType = entry.Type,
            Documentation = request.IncludeDocumentation ? entry.Documentation : null,
            Synonyms = request.IncludeSynonyms ? SynonymsOf(entry) : [],
        };

    private static ImmutableArray<DescribeConfigsResponse.Synonym> SynonymsOf(ConfigEntry entry) =>
    [
        .. entry.Synonyms.Select(synonym => new DescribeConfigsResponse.Synonym
        {
            Name = synonym.Name,
            Value = synonym.Value,
            Source = synonym.Source,
        }),
    ];
}

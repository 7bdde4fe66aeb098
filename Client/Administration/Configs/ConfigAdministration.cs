using System.Globalization;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Client;

/// <summary>
/// Reads and changes settings. Those of one broker are that broker's matter; all others any broker's, or the
/// controller's.
/// </summary>
internal sealed class ConfigAdministration(BrokerCalls brokers, ItemRetries retries)
{
    // Stands for "whoever": no broker has it.
    private static readonly BrokerId Anyone = BrokerId.None;

    public Task<AdminResults<ConfigResource, IReadOnlyList<ConfigEntry>>> Describe(
        IEnumerable<ConfigResource> resources, bool includeDocumentation, CancellationToken cancellationToken) =>
        retries.Run<ConfigResource, IReadOnlyList<ConfigEntry>>(
            "Describing settings",
            resources,
            isPatient: true,
            async (pending, cancelled) => await BrokerCalls.ForEachBroker<ConfigResource, IReadOnlyList<ConfigEntry>>(
                pending.GroupBy(BrokerOf),
                async (broker, its) =>
                {
                    var request = Write(its, includeDocumentation);
                    var response = await (broker == Anyone
                        ? brokers.AskAny(request, cancelled)
                        : brokers.Ask(broker, request, cancelled)).ConfigureAwait(false);
                    return response.Results.Select(Read);
                }).ConfigureAwait(false),
            cancellationToken);

    public Task<AdminResults<ConfigResource, Done>> Alter(
        IReadOnlyDictionary<ConfigResource, IReadOnlyList<ConfigChange>> changes,
        bool isValidateOnly,
        CancellationToken cancellationToken) => retries.Run<ConfigResource, Done>(
            "Changing settings",
            changes.Keys,
            isPatient: false,
            async (pending, cancelled) => await BrokerCalls.ForEachBroker<ConfigResource, Done>(
                pending.GroupBy(BrokerOf),
                async (broker, its) =>
                {
                    var request = new IncrementalAlterConfigsRequest
                    {
                        Resources = [.. its.Select(resource => Write(resource, changes[resource]))],
                        ValidateOnly = isValidateOnly,
                    };
                    var response = await (broker == Anyone
                        ? brokers.AskController(request, cancelled)
                        : brokers.Ask(broker, request, cancelled)).ConfigureAwait(false);
                    return response.Responses.Select(Read);
                }).ConfigureAwait(false),
            cancellationToken);

    public async Task<IReadOnlyList<ConfigResource>> List(
        IEnumerable<ConfigResourceType> types, CancellationToken cancellationToken)
    {
        var request = new ListConfigResourcesRequest { ResourceTypes = [.. types.Select(type => (sbyte)type)] };
        var response = await brokers.AskAny(request, cancellationToken).ConfigureAwait(false);
        if (response.Error is not KafkaError.None)
        {
            throw AdminFailure.Of(response.Error, "Listing resources with settings");
        }

        return
        [
            .. response.ConfigResources.Select(
                resource => new ConfigResource((ConfigResourceType)resource.ResourceType, resource.Name)),
        ];
    }

    private static BrokerId BrokerOf(ConfigResource resource) =>
        resource.Type is ConfigResourceType.Broker or ConfigResourceType.BrokerLogger
        && int.TryParse(resource.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new BrokerId(id)
            : Anyone;

    private static DescribeConfigsRequest Write(IReadOnlyList<ConfigResource> resources, bool includeDocumentation) =>
        new()
        {
            Resources =
            [
                .. resources.Select(resource => new DescribeConfigsRequest.Resource
                {
                    ResourceType = (sbyte)resource.Type,
                    ResourceName = resource.Name,
                    ConfigurationKeys = null,
                }),
            ],
            IncludeSynonyms = true,
            IncludeDocumentation = includeDocumentation,
        };

    private static IncrementalAlterConfigsRequest.AlterConfigsResource Write(
        ConfigResource resource, IReadOnlyList<ConfigChange> changes) => new()
        {
            ResourceType = (sbyte)resource.Type,
            ResourceName = resource.Name,
            Configs =
            [
                .. changes.Select(change => new IncrementalAlterConfigsRequest.AlterableConfig
                {
                    Name = change.Name,
                    ConfigOperation = (sbyte)change.Operation,
                    Value = change.Value,
                }),
            ],
        };

    private static KeyValuePair<ConfigResource, AdminResult<IReadOnlyList<ConfigEntry>>> Read(
        DescribeConfigsResponse.Result result)
    {
        var resource = new ConfigResource((ConfigResourceType)result.ResourceType, result.ResourceName);
        return KeyValuePair.Create(
            resource,
            AdminFailure.Result<IReadOnlyList<ConfigEntry>>(
                result.Error, result.ErrorMessage, ItemOf(resource), () => [.. result.Configs.Select(Read)]));
    }

    private static KeyValuePair<ConfigResource, AdminResult<Done>> Read(
        IncrementalAlterConfigsResponse.AlterConfigsResourceResponse result)
    {
        var resource = new ConfigResource((ConfigResourceType)result.ResourceType, result.ResourceName);
        return KeyValuePair.Create(
            resource, AdminFailure.Result(result.Error, result.ErrorMessage, ItemOf(resource)));
    }

    private static string ItemOf(ConfigResource resource) => $"Settings of {resource}";

    private static ConfigEntry Read(DescribeConfigsResponse.ResourceResult entry) =>
        new(entry.Name, entry.Value, (ConfigSource)entry.ConfigSource)
        {
            IsReadOnly = entry.ReadOnly,
            IsSensitive = entry.IsSensitive,
            Type = (ConfigType)entry.ConfigType,
            Documentation = entry.Documentation,
            Synonyms =
            [
                .. entry.Synonyms.Select(synonym =>
                    new ConfigSynonym(synonym.Name, synonym.Value, (ConfigSource)synonym.Source)),
            ],
        };
}

using System.Collections.Immutable;
using Cloud.Gateway.Cluster;
using Cloud.Grains.Interfaces.Controller;
using Cloud.Grains.Interfaces.Metadata;
using Cloud.Protocol.Errors;

namespace Cloud.Gateway.Configs;

/// <summary>
/// Changes settings of topics and the cluster-wide defaults, for both forms in which clients ask for it. Stateless; any
/// thread.
/// </summary>
internal sealed class ConfigAlteration(ClusterAdmin admin, IClusterMetadata metadata)
{
    // Neither form of the request has a time-out of its own: Kafka's default for requests.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Changes some settings, the others stay.</summary>
    public Task<ConfigAnswer> Change(
        sbyte type, string name, ImmutableArray<ConfigChange> changes, bool isValidateOnly) =>
        FaultOf(type, name) is { } fault
            ? Task.FromResult(Failed(KafkaError.InvalidRequest, fault))
            : Ask(controller => type == ConfigResourceType.Topic
                ? controller.AlterTopicConfigs(name, changes, isValidateOnly)
                : controller.AlterDefaultConfigs(changes, isValidateOnly));

    /// <summary>Sets these, and nothing else stays set.</summary>
    public Task<ConfigAnswer> Replace(
        sbyte type, string name, ImmutableSortedDictionary<string, string> configs, bool isValidateOnly) =>
        FaultOf(type, name) is { } fault
            ? Task.FromResult(Failed(KafkaError.InvalidRequest, fault))
            : Ask(controller => type == ConfigResourceType.Topic
                ? controller.ReplaceTopicConfigs(name, configs, isValidateOnly)
                : controller.ReplaceDefaultConfigs(configs, isValidateOnly));

    public static ConfigAnswer Failed(KafkaError error, string message) =>
        new(error, message, ImmutableSortedDictionary<string, string>.Empty);

    private Task<ConfigAnswer> Ask(Func<IClusterAdminGrain, Task<ConfigAnswer>> ask) =>
        admin.Ask(ask, Timeout, Failed);

    private string? FaultOf(sbyte type, string name) => type switch
    {
        ConfigResourceType.Topic => null,
        ConfigResourceType.Broker when name.Length == 0 => null,
        ConfigResourceType.Broker => BrokerResource.FaultOf(name, metadata.BrokerId)
            ?? "Cannot update these configs dynamically: settings of a single broker are made at its start; change "
            + "those of all brokers, which is the broker without a name.",
        _ => $"Resource type {type} has no settings here.",
    };
}

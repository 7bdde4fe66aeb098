using System.Collections.Immutable;
using Cloud.Gateway.Configs;
using Cloud.Gateway.Dispatch;
using Cloud.Grains.Interfaces.Controller;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Handlers;

/// <summary>
/// IncrementalAlterConfigs, versions 0 to 1: sets, deletes, appends to lists, subtracts from them. Differs from Kafka:
/// settings of a single broker are made at its start only, and there are no loggers to change.
/// </summary>
internal sealed class IncrementalAlterConfigsHandler(ConfigAlteration alteration)
    : RequestHandler<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>(
        SupportedApis.IncrementalAlterConfigs)
{
    protected override async ValueTask<IncrementalAlterConfigsResponse?> Handle(
        IncrementalAlterConfigsRequest request, RequestScope scope)
    {
        var responses = ImmutableArray.CreateBuilder<IncrementalAlterConfigsResponse.AlterConfigsResourceResponse>();
        var repeated = Repeated.Of(request.Resources.Select(NameOf));
        foreach (var resource in request.Resources)
        {
            var answer = FaultOf(resource, repeated) is { } fault
                ? ConfigAlteration.Failed(KafkaError.InvalidRequest, fault)
                : await Alter(resource, request.ValidateOnly);
            responses.Add(new()
            {
                Error = answer.Error,
                ErrorMessage = answer.Message,
                ResourceType = resource.ResourceType,
                ResourceName = resource.ResourceName,
            });
        }

        return new() { Responses = responses.ToImmutable() };
    }

    private Task<ConfigAnswer> Alter(
        IncrementalAlterConfigsRequest.AlterConfigsResource resource, bool isValidateOnly) => alteration.Change(
            resource.ResourceType,
            resource.ResourceName,
            [
                .. resource.Configs.Select(config =>
                    new ConfigChange(config.Name, (ConfigChangeKind)config.ConfigOperation, config.Value)),
            ],
            isValidateOnly);

    private static (sbyte Type, string Name) NameOf(IncrementalAlterConfigsRequest.AlterConfigsResource resource) =>
        (resource.ResourceType, resource.ResourceName);

    // A setting that is changed twice, or to no value, is found by the controller.
    private static string? FaultOf(
        IncrementalAlterConfigsRequest.AlterConfigsResource resource, HashSet<(sbyte, string)> repeated) =>
        repeated.Contains(NameOf(resource))
            ? "The resource is named twice in the request."
            : resource.Configs.FirstOrDefault(config =>
                !Enum.IsDefined((ConfigChangeKind)config.ConfigOperation)) is { } config
                ? $"The change of {config.Name} is of kind {config.ConfigOperation}, which there is none."
            : null;
}

using System.Collections.Immutable;
using Cloud.Gateway.Configs;
using Cloud.Gateway.Dispatch;
using Cloud.Grains.Interfaces.Controller;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Handlers;

/// <summary>
/// AlterConfigs, versions 0 to 2: what is not named goes back to its default. Differs from Kafka: settings of a single
/// broker are made at its start only.
/// </summary>
internal sealed class AlterConfigsHandler(ConfigAlteration alteration)
    : RequestHandler<AlterConfigsRequest, AlterConfigsResponse>(SupportedApis.AlterConfigs)
{
    protected override async ValueTask<AlterConfigsResponse?> Handle(AlterConfigsRequest request, RequestScope scope)
    {
        var responses = ImmutableArray.CreateBuilder<AlterConfigsResponse.ResourceResponse>(request.Resources.Length);
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

        return new() { Responses = responses.MoveToImmutable() };
    }

    private Task<ConfigAnswer> Alter(AlterConfigsRequest.Resource resource, bool isValidateOnly) => alteration.Replace(
        resource.ResourceType,
        resource.ResourceName,
        resource.Configs.ToImmutableSortedDictionary(config => config.Name, config => config.Value!),
        isValidateOnly);

    private static (sbyte Type, string Name) NameOf(AlterConfigsRequest.Resource resource) =>
        (resource.ResourceType, resource.ResourceName);

    private static string? FaultOf(AlterConfigsRequest.Resource resource, HashSet<(sbyte, string)> repeated) =>
        repeated.Contains(NameOf(resource))
            ? "The resource is named twice in the request."
            : resource.Configs.Select(config => config.Name).Distinct().Count() != resource.Configs.Length
                ? "A setting is given twice."
            : resource.Configs.FirstOrDefault(config => config.Value is null) is { } config
                ? $"The setting {config.Name} has no value."
            : null;
}

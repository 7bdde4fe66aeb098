using System.Collections.Immutable;
using Cloud.Gateway.Dispatch;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Microsoft.Extensions.DependencyInjection;

namespace Cloud.Gateway.Handlers;

/// <summary>
/// ApiVersions, versions 0 to 4: names what is served. A later version is answered in version 0 (KIP-511). The only
/// feature is <c>group.version</c> 1, which says that groups of KIP-848 are served.
/// </summary>
internal sealed class ApiVersionsHandler(IServiceProvider services)
    : RequestHandler<ApiVersionsRequest, ApiVersionsResponse>(SupportedApis.ApiVersions)
{
    private const string GroupFeature = "group.version";
    private const short GroupFeatureLevel = 1;

    // From this version on, clients understand a feature that may be off (KAFKA-17011).
    private const short FirstVersionWithLevelZero = 4;

    private ImmutableArray<ApiVersionsResponse.ApiVersion> _served = [];

    protected override ValueTask<ApiVersionsResponse?> Handle(ApiVersionsRequest request, RequestScope scope) =>
        ValueTask.FromResult<ApiVersionsResponse?>(new()
        {
            Error = Api.Versions.Contains(scope.ApiVersion) ? KafkaError.None : KafkaError.UnsupportedVersion,
            ApiKeys = _served.IsEmpty ? _served = Served() : _served,
            SupportedFeatures = scope.ApiVersion < FirstVersionWithLevelZero
                ? []
                : [new() { Name = GroupFeature, MinVersion = 0, MaxVersion = GroupFeatureLevel }],
            FinalizedFeaturesEpoch = 0,
            FinalizedFeatures =
            [
                new() { Name = GroupFeature, MinVersionLevel = GroupFeatureLevel, MaxVersionLevel = GroupFeatureLevel },
            ],
        });

    // Asked for late: this is one of those that are listed.
    private ImmutableArray<ApiVersionsResponse.ApiVersion> Served() =>
    [
        .. services.GetServices<IRequestHandler>()
            .Select(handler => handler.Api)
            .OrderBy(api => api.Key)
            .Select(api => new ApiVersionsResponse.ApiVersion
            {
                ApiKey = (short)api.Key,
                MinVersion = api.AdvertisedVersions.First,
                MaxVersion = api.AdvertisedVersions.Last,
            }),
    ];
}

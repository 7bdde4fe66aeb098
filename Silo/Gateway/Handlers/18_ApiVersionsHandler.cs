using System.Collections.Immutable;
using Cloud.Gateway.Dispatch;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Microsoft.Extensions.DependencyInjection;

namespace Cloud.Gateway.Handlers;

/// <summary>ApiVersions, versions 0 to 4: names what is served. A later version is answered in version 0 (KIP-511).</summary>
internal sealed class ApiVersionsHandler(IServiceProvider services)
    : RequestHandler<ApiVersionsRequest, ApiVersionsResponse>(SupportedApis.ApiVersions)
{
    private ImmutableArray<ApiVersionsResponse.ApiVersion> _served = [];

    protected override ValueTask<ApiVersionsResponse?> Handle(ApiVersionsRequest request, RequestScope scope) =>
        ValueTask.FromResult<ApiVersionsResponse?>(new()
        {
            Error = Api.Versions.Contains(scope.ApiVersion) ? KafkaError.None : KafkaError.UnsupportedVersion,
            ApiKeys = _served.IsEmpty ? _served = Served() : _served,
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

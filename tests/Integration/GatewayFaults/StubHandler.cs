using Cloud.Gateway.Dispatch;
using Cloud.Protocol.Wire;

namespace Cloud.Integration.GatewayFaults;

/// <summary>Serves an API as a test wants it.</summary>
internal sealed class StubHandler(
    ApiDescription api, bool mayOverlap, Func<IRequest, RequestScope, Task<IResponse?>> handle) : IRequestHandler
{
    public ApiDescription Api => api;

    public bool MayOverlap => mayOverlap;

    public ValueTask<IResponse?> Handle(IRequest request, RequestScope scope) => new(handle(request, scope));
}

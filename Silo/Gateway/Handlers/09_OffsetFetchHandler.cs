using Cloud.Gateway.Dispatch;
using Cloud.Gateway.Groups;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Handlers;

/// <summary>
/// OffsetFetch, versions 1 to 9. Differs from Kafka: there are no transactions yet, so that every offset is stable.
/// </summary>
internal sealed class OffsetFetchHandler(GroupDoor groups)
    : RequestHandler<OffsetFetchRequest, OffsetFetchResponse>(SupportedApis.OffsetFetch)
{
    protected override ValueTask<OffsetFetchResponse?> Handle(OffsetFetchRequest request, RequestScope scope) =>
        groups.Ask<OffsetFetchResponse>(request, scope);
}

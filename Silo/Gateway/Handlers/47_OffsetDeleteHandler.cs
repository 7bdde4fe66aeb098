using Cloud.Gateway.Dispatch;
using Cloud.Gateway.Groups;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Handlers;

/// <summary>OffsetDelete, version 0: of topics that no member subscribes to.</summary>
internal sealed class OffsetDeleteHandler(GroupDoor groups)
    : RequestHandler<OffsetDeleteRequest, OffsetDeleteResponse>(SupportedApis.OffsetDelete)
{
    protected override ValueTask<OffsetDeleteResponse?> Handle(OffsetDeleteRequest request, RequestScope scope) =>
        groups.Ask<OffsetDeleteResponse>(request, scope);
}

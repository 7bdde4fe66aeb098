using Cloud.Gateway.Dispatch;
using Cloud.Gateway.Groups;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Handlers;

/// <summary>SyncGroup, versions 0 to 5: answered when the leader has brought the assignment.</summary>
internal sealed class SyncGroupHandler(GroupDoor groups)
    : RequestHandler<SyncGroupRequest, SyncGroupResponse>(SupportedApis.SyncGroup)
{
    protected override ValueTask<SyncGroupResponse?> Handle(SyncGroupRequest request, RequestScope scope) =>
        groups.Ask<SyncGroupResponse>(request, scope);
}

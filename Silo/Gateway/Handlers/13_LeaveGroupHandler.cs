using Cloud.Gateway.Dispatch;
using Cloud.Gateway.Groups;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Handlers;

/// <summary>LeaveGroup, versions 0 to 5, of members of the classic protocol.</summary>
internal sealed class LeaveGroupHandler(GroupDoor groups)
    : RequestHandler<LeaveGroupRequest, LeaveGroupResponse>(SupportedApis.LeaveGroup)
{
    protected override ValueTask<LeaveGroupResponse?> Handle(LeaveGroupRequest request, RequestScope scope) =>
        groups.Ask<LeaveGroupResponse>(request, scope);
}

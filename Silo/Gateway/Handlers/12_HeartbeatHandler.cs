using Cloud.Gateway.Dispatch;
using Cloud.Gateway.Groups;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Handlers;

/// <summary>Heartbeat, versions 0 to 4, of members of the classic protocol.</summary>
internal sealed class HeartbeatHandler(GroupDoor groups)
    : RequestHandler<HeartbeatRequest, HeartbeatResponse>(SupportedApis.Heartbeat)
{
    protected override ValueTask<HeartbeatResponse?> Handle(HeartbeatRequest request, RequestScope scope) =>
        groups.Ask<HeartbeatResponse>(request, scope);
}

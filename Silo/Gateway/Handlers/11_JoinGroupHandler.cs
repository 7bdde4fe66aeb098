using Cloud.Gateway.Dispatch;
using Cloud.Gateway.Groups;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Handlers;

/// <summary>
/// JoinGroup, versions 0 to 9: answered when all members have joined. As in Kafka, the next requests of the connection
/// wait that long.
/// </summary>
internal sealed class JoinGroupHandler(GroupDoor groups)
    : RequestHandler<JoinGroupRequest, JoinGroupResponse>(SupportedApis.JoinGroup)
{
    protected override ValueTask<JoinGroupResponse?> Handle(JoinGroupRequest request, RequestScope scope) =>
        groups.Ask<JoinGroupResponse>(request, scope);
}

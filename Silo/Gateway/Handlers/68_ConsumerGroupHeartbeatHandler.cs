using Cloud.Gateway.Dispatch;
using Cloud.Gateway.Groups;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Handlers;

/// <summary>ConsumerGroupHeartbeat, versions 0 and 1 (KIP-848).</summary>
internal sealed class ConsumerGroupHeartbeatHandler(GroupDoor groups)
    : RequestHandler<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>(
        SupportedApis.ConsumerGroupHeartbeat)
{
    protected override ValueTask<ConsumerGroupHeartbeatResponse?> Handle(
        ConsumerGroupHeartbeatRequest request, RequestScope scope) =>
        groups.Ask<ConsumerGroupHeartbeatResponse>(request, scope);
}

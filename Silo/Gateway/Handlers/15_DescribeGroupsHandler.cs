using Cloud.Gateway.Dispatch;
using Cloud.Gateway.Groups;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Handlers;

/// <summary>
/// DescribeGroups, versions 0 to 6, of groups of the classic protocol. Differs from Kafka: authorised operations are
/// never told.
/// </summary>
internal sealed class DescribeGroupsHandler(GroupDoor groups)
    : RequestHandler<DescribeGroupsRequest, DescribeGroupsResponse>(SupportedApis.DescribeGroups)
{
    protected override ValueTask<DescribeGroupsResponse?> Handle(DescribeGroupsRequest request, RequestScope scope) =>
        groups.Ask<DescribeGroupsResponse>(request, scope);
}

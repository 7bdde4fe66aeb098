using Cloud.Gateway.Dispatch;
using Cloud.Gateway.Groups;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Handlers;

/// <summary>ListGroups, versions 0 to 5: the groups that this broker coordinates.</summary>
internal sealed class ListGroupsHandler(GroupDoor groups)
    : RequestHandler<ListGroupsRequest, ListGroupsResponse>(SupportedApis.ListGroups)
{
    protected override ValueTask<ListGroupsResponse?> Handle(ListGroupsRequest request, RequestScope scope) =>
        groups.Ask<ListGroupsResponse>(request, scope);
}

using Cloud.Gateway.Dispatch;
using Cloud.Gateway.Groups;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Handlers;

/// <summary>DeleteGroups, versions 0 to 2: of groups without members.</summary>
internal sealed class DeleteGroupsHandler(GroupDoor groups)
    : RequestHandler<DeleteGroupsRequest, DeleteGroupsResponse>(SupportedApis.DeleteGroups)
{
    protected override ValueTask<DeleteGroupsResponse?> Handle(DeleteGroupsRequest request, RequestScope scope) =>
        groups.Ask<DeleteGroupsResponse>(request, scope);
}

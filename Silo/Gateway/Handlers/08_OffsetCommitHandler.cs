using Cloud.Gateway.Dispatch;
using Cloud.Gateway.Groups;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Handlers;

/// <summary>OffsetCommit, versions 2 to 9: answered when all replicas in sync have the offsets.</summary>
internal sealed class OffsetCommitHandler(GroupDoor groups)
    : RequestHandler<OffsetCommitRequest, OffsetCommitResponse>(SupportedApis.OffsetCommit)
{
    protected override ValueTask<OffsetCommitResponse?> Handle(OffsetCommitRequest request, RequestScope scope) =>
        groups.Ask<OffsetCommitResponse>(request, scope);
}

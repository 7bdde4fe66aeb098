using Cloud.Protocol.Wire;

namespace Cloud.Grains.Interfaces.Groups;

/// <summary>
/// The consumer groups that this silo's broker coordinates, without a grain call: those of other brokers are answered
/// with <c>NotCoordinator</c>. A service of each silo. Any thread.
/// </summary>
public interface ILocalGroups
{
    /// <summary>
    /// Serves a request about groups, in Kafka's form for the caller's version: JoinGroup, SyncGroup, Heartbeat,
    /// LeaveGroup, ConsumerGroupHeartbeat, OffsetCommit, OffsetFetch, OffsetDelete, DescribeGroups,
    /// ConsumerGroupDescribe, ListGroups and DeleteGroups. What changes a group is answered when it is committed; a
    /// join when the others have joined.
    /// </summary>
    /// <param name="request">Borrowed until the answer, or until the task is cancelled.</param>
    /// <param name="cancellation">Nobody waits for the answer any more. The request may be done all the same.</param>
    Task<IResponse> Handle(IRequest request, GroupCaller caller, CancellationToken cancellation);

    /// <summary>
    /// The broker that coordinates a group, as this broker knows. The topic that groups are kept in is made when it is
    /// not there; until its leaders are known, the coordinator is not available.
    /// </summary>
    Task<CoordinatorPlace> FindCoordinator(string groupId);
}

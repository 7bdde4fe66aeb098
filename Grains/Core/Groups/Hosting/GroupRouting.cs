using System.Collections.Immutable;
using Cloud.Core.Groups.Coordinator;
using Cloud.Core.Groups.Offsets;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Core.Groups.Hosting;

/// <summary>
/// Brings a request to the coordinators of the groups that it is about, and puts their answers together. One for each
/// request; any thread.
/// </summary>
internal sealed class GroupRouting(BrokerGroups groups, RequestContext context, CancellationToken cancellation)
{
    public async Task<IResponse> Route(IRequest request) => request switch
    {
        OffsetFetchRequest fetch => await OffsetFetchShapes.Serve(fetch, context.ApiVersion, Fetch),
        DescribeGroupsRequest describe => new DescribeGroupsResponse
        {
            Groups = await ForEach(describe.Groups, DescribeClassic),
        },
        ConsumerGroupDescribeRequest describe => new ConsumerGroupDescribeResponse
        {
            Groups = await ForEach(describe.GroupIds, DescribeConsumer),
        },
        DeleteGroupsRequest delete => new DeleteGroupsResponse { Results = await ForEach(delete.GroupsNames, Delete) },
        ListGroupsRequest list => await List(list),
        _ => await Ask(request),
    };

    private Task<IResponse> Ask(IRequest request)
    {
        var groupId = GroupRequests.GroupIdOf(request);
        return GroupRequests.IsOfMember(request) && groupId.Length == 0
            ? Task.FromResult(GroupRequests.Refuse(request, KafkaError.InvalidGroupId))
            : Enter(
                groupId,
                coordinator => coordinator.Handle(request, context),
                error => GroupRequests.Refuse(request, error));
    }

    private Task<OffsetFetchResponse.Group> Fetch(OffsetFetchRequest.Group request, bool requireStable) => Enter(
        request.GroupId,
        coordinator => coordinator.FetchOffsets(request, requireStable),
        error => OffsetFetches.Refuse(request.GroupId, error));

    private Task<DescribeGroupsResponse.DescribedGroup> DescribeClassic(string groupId) => Read(
        groupId,
        machine => machine.DescribeClassic(groupId, context.ApiVersion),
        error => new DescribeGroupsResponse.DescribedGroup
        {
            GroupId = groupId,
            GroupState = "",
            Error = error,
            ProtocolType = "",
            ProtocolData = "",
        });

    private Task<ConsumerGroupDescribeResponse.DescribedGroup> DescribeConsumer(string groupId) => Read(
        groupId,
        machine => machine.DescribeConsumer(groupId),
        error => new ConsumerGroupDescribeResponse.DescribedGroup
        {
            GroupId = groupId,
            Error = error,
            ErrorMessage = error.DefaultMessage(),
        });

    private async Task<DeleteGroupsResponse.DeletableGroupResult> Delete(string groupId) => new()
    {
        GroupId = groupId,
        Error = await Enter(groupId, coordinator => coordinator.DeleteGroup(groupId), error => error),
    };

    private async Task<ListGroupsResponse> List(ListGroupsRequest request)
    {
        var parts = await Task.WhenAll(groups.Coordinators.Select(hosted => hosted.Enter(coordinator =>
            coordinator.Read(machine => machine.ListGroups(request).ToImmutableArray()))));

        // Whoever does not lead has none; one that loads could have any.
        var failed = parts.FirstOrDefault(part => !part.IsOk && part.Error is not KafkaError.NotCoordinator);
        return failed is { IsOk: false, Error: not KafkaError.None }
            ? new() { Error = failed.Error }
            : new()
            {
                Groups =
                [
                    .. parts.Where(part => part.IsOk)
                        .SelectMany(part => part.Value)
                        .OrderBy(group => group.GroupId, StringComparer.Ordinal),
                ],
            };
    }

    private Task<T> Read<T>(string groupId, Func<GroupMachine, T> read, Func<KafkaError, T> refuse) => Enter(
        groupId,
        async coordinator =>
        {
            var answer = await coordinator.Read(read);
            return answer.IsOk ? answer.Value : refuse(answer.Error);
        },
        refuse);

    private Task<T> Enter<T>(string groupId, Func<GroupCoordinator, Task<T>> work, Func<KafkaError, T> refuse) =>
        groups.Find(groupId) is { } hosted
            ? hosted.Enter(coordinator => work(coordinator).WaitAsync(cancellation))
            : Task.FromResult(refuse(KafkaError.NotCoordinator));

    private static async Task<ImmutableArray<T>> ForEach<T>(
        ImmutableArray<string> groupIds, Func<string, Task<T>> ask) =>
        ImmutableArray.Create(await Task.WhenAll(groupIds.Select(ask)));
}

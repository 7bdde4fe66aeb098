using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Client;

/// <summary>Lists and deletes groups, and takes members out of them.</summary>
internal sealed class GroupAdministration(BrokerCalls brokers, GroupCoordinators coordinators, ItemRetries retries)
{
    // Kafka's clients say so too, where nobody gives a reason.
    private const string ReasonOfRemoval = "taken out by an administrator";

    /// <summary>Each broker knows those that it coordinates.</summary>
    public async Task<AdminResults<BrokerId, IReadOnlyList<GroupListing>>> List(
        IReadOnlyCollection<string> states, IReadOnlyCollection<string> types, CancellationToken cancellationToken)
    {
        var snapshot = await brokers.Snapshot(cancellationToken).ConfigureAwait(false);
        return await retries.Run<BrokerId, IReadOnlyList<GroupListing>>(
            "Listing groups",
            snapshot.Brokers.Keys.Order(),
            isPatient: false,
            async (pending, cancelled) => await BrokerCalls.ForEachBroker<BrokerId, IReadOnlyList<GroupListing>>(
                pending.GroupBy(broker => broker),
                async (broker, _) =>
                {
                    var request = new ListGroupsRequest { StatesFilter = [.. states], TypesFilter = [.. types] };
                    var response = await brokers.Ask(broker, request, cancelled).ConfigureAwait(false);
                    return [KeyValuePair.Create(broker, Read(broker, response))];
                }).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
    }

    public Task<AdminResults<string, Done>> Delete(IEnumerable<string> groups, CancellationToken cancellationToken) =>
        retries.Run<string, Done>(
            "Deleting groups",
            groups,
            isPatient: false,
            (pending, cancelled) => EachGroup.Ask(pending, group => Delete(group, cancelled)),
            cancellationToken);

    public Task<AdminResults<GroupMember, Done>> Remove(
        string group, IEnumerable<GroupMember> members, CancellationToken cancellationToken) =>
        retries.Run<GroupMember, Done>(
            "Taking members out of a group",
            members,
            isPatient: false,
            async (pending, cancelled) =>
            {
                var request = new LeaveGroupRequest { GroupId = group, Members = [.. pending.Select(Write)] };
                var (_, response) = await coordinators.Send(
                    group, request, answer => answer.Error, cancelled).ConfigureAwait(false);
                return Read(group, pending, response);
            },
            cancellationToken);

    private static AdminResult<IReadOnlyList<GroupListing>> Read(BrokerId broker, ListGroupsResponse response) =>
        AdminFailure.Result<IReadOnlyList<GroupListing>>(
            response.Error,
            null,
            $"Groups of broker {broker}",
            () =>
            [
                .. response.Groups.Select(group =>
                    new GroupListing(group.GroupId, group.ProtocolType, group.GroupState, group.GroupType)),
            ]);

    private static LeaveGroupRequest.MemberIdentity Write(GroupMember member) => new()
    {
        MemberId = member.MemberId,
        GroupInstanceId = member.InstanceId,
        Reason = ReasonOfRemoval,
    };

    // Answers come in the order of the request; one of a static member may say its present id.
    private static IReadOnlyDictionary<GroupMember, AdminResult<Done>> Read(
        string group, IReadOnlyList<GroupMember> members, LeaveGroupResponse response) => members
        .Select((member, index) =>
        {
            var error = response.Error is KafkaError.None && index < response.Members.Length
                ? response.Members[index].Error
                : response.Error;
            return KeyValuePair.Create(
                member, AdminFailure.Result(error, null, $"Member '{member}' of group '{group}'"));
        })
        .ToDictionary();

    private async Task<AdminResult<Done>> Delete(string group, CancellationToken cancellationToken)
    {
        var request = new DeleteGroupsRequest { GroupsNames = [group] };
        var (_, response) = await coordinators.Send(
            group, request, ErrorOf, cancellationToken).ConfigureAwait(false);
        return AdminFailure.Result(ErrorOf(response), null, $"Group '{group}'");
    }

    private static KafkaError ErrorOf(DeleteGroupsResponse response) =>
        response.Results is [var result, ..] ? result.Error : KafkaError.UnknownServerError;
}

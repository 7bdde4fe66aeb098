using Cloud.Core.Groups.Classic;
using Cloud.Protocol.Messages;

namespace Cloud.Core.Groups;

/// <summary>ListGroups, versions 0 to 5.</summary>
internal static class GroupListing
{
    public static IEnumerable<ListGroupsResponse.ListedGroup> Of(GroupStore store, ListGroupsRequest request)
    {
        var classic = store.ClassicGroups.Select(group => new ListGroupsResponse.ListedGroup
        {
            GroupId = group.Id,
            ProtocolType = group.ProtocolType ?? "",
            GroupState = group.State.ToString(),
            GroupType = "classic",
        });
        var consumers = store.ConsumerGroups.Select(group => new ListGroupsResponse.ListedGroup
        {
            GroupId = group.Id,
            ProtocolType = ClassicSubscriptions.ConsumerProtocolType,
            GroupState = group.State.ToString(),
            GroupType = "consumer",
        });
        return classic.Concat(consumers)
            .Where(group => Passes(request.StatesFilter, group.GroupState))
            .Where(group => Passes(request.TypesFilter, group.GroupType))
            .OrderBy(group => group.GroupId, StringComparer.Ordinal);
    }

    private static bool Passes(IReadOnlyCollection<string> filter, string value) =>
        filter.Count == 0 || filter.Contains(value, StringComparer.OrdinalIgnoreCase);
}

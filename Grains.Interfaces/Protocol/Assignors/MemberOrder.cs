namespace Cloud.Protocol.Assignors;

/// <summary>
/// Kafka's order of members: static ones by their instance ids, then the others by member id. So a static member that
/// comes back under another member id gets what it had.
/// </summary>
internal sealed class MemberOrder : IComparer<AssignorMember>
{
    public static readonly MemberOrder Instance = new();

    public static AssignorMember[] Sort(IEnumerable<AssignorMember> members) => [.. members.Order(Instance)];

    public int Compare(AssignorMember? left, AssignorMember? right) => (left!.InstanceId, right!.InstanceId) switch
    {
        (not null, not null) => string.CompareOrdinal(left.InstanceId, right.InstanceId),
        (not null, null) => -1,
        (null, not null) => 1,
        _ => string.CompareOrdinal(left.MemberId, right.MemberId),
    };
}

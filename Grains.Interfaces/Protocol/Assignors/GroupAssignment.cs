namespace Cloud.Protocol.Assignors;

/// <summary>Who is to own what. Each member is there, also one that gets nothing.</summary>
public sealed class GroupAssignment
{
    private readonly Dictionary<string, List<TopicPartition>> _owned = new(StringComparer.Ordinal);

    public GroupAssignment(IEnumerable<AssignorMember> members)
    {
        foreach (var member in members)
        {
            _owned.Add(member.MemberId, []);
        }
    }

    public IReadOnlyCollection<string> MemberIds => _owned.Keys;

    public IReadOnlyList<TopicPartition> this[string memberId] => _owned[memberId];

    internal void Add(string memberId, TopicPartition partition) => _owned[memberId].Add(partition);
}

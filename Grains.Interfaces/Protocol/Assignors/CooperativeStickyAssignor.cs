namespace Cloud.Protocol.Assignors;

/// <summary>
/// Sticky in two steps (KIP-429): a partition that moves is given to nobody at first. Its owner sees that it is gone,
/// releases it and rejoins; the next assignment hands it over. So members keep reading what does not move.
/// </summary>
public sealed class CooperativeStickyAssignor : IAssignor
{
    public string Name => "cooperative-sticky";

    public GroupAssignment Assign(AssignorInput input)
    {
        var wanted = new BalancedAssignment(input).Assign();
        var claims = new Dictionary<TopicPartition, List<string>>();
        foreach (var member in input.Members)
        {
            foreach (var partition in member.Owned)
            {
                (claims.TryGetValue(partition, out var owners) ? owners : claims[partition] = []).Add(member.MemberId);
            }
        }

        var assignment = new GroupAssignment(input.Members);
        foreach (var memberId in wanted.MemberIds)
        {
            foreach (var partition in wanted[memberId])
            {
                if (!claims.TryGetValue(partition, out var owners) || owners.TrueForAll(owner => owner == memberId))
                {
                    assignment.Add(memberId, partition);
                }
            }
        }

        return assignment;
    }
}

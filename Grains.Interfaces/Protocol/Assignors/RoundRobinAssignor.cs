namespace Cloud.Protocol.Assignors;

/// <summary>
/// Deals all partitions of all topics to the members in turn, leaving out those that do not subscribe to the topic.
/// Even where all subscribe to the same; remembers nothing.
/// </summary>
public sealed class RoundRobinAssignor : IAssignor
{
    public string Name => "roundrobin";

    public GroupAssignment Assign(AssignorInput input)
    {
        var assignment = new GroupAssignment(input.Members);
        var members = MemberOrder.Sort(input.Members);
        var subscriptions = Array.ConvertAll(members, member => member.Topics.ToHashSet(StringComparer.Ordinal));
        var turn = 0;
        foreach (var topic in input.Topics.OrderBy(topic => topic.Name, StringComparer.Ordinal))
        {
            if (!subscriptions.Any(topics => topics.Contains(topic.Name)))
            {
                continue;
            }

            for (var partition = 0; partition < topic.PartitionCount; partition++)
            {
                while (!subscriptions[turn].Contains(topic.Name))
                {
                    turn = (turn + 1) % members.Length;
                }

                assignment.Add(members[turn].MemberId, new TopicPartition(topic.Name, partition));
                turn = (turn + 1) % members.Length;
            }
        }

        return assignment;
    }
}

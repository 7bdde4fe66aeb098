namespace Cloud.Protocol.Assignors;

/// <summary>
/// Gives each subscriber of a topic a run of its partitions. Topics with as many partitions and the same subscribers
/// are co-partitioned: whoever has partition 0 of one has it of all, so that they can be joined. Members are given
/// partitions on their own rack where that costs neither evenness nor co-partitioning (KIP-881).
/// </summary>
public sealed class RangeAssignor : IAssignor
{
    public string Name => "range";

    public GroupAssignment Assign(AssignorInput input)
    {
        var members = MemberOrder.Sort(input.Members);
        var topics = input.Topics
            .Where(topic => topic.PartitionCount > 0)
            .OrderBy(topic => topic.Name, StringComparer.Ordinal)
            .Select(topic => RangeOfTopic.Of(topic, members))
            .OfType<RangeOfTopic>()
            .ToList();

        foreach (var coPartitioned in topics.GroupBy(topic => topic.SubscribersAndCount))
        {
            PreferRacks([.. coPartitioned]);
        }

        var assignment = new GroupAssignment(input.Members);
        foreach (var topic in topics)
        {
            topic.AssignRest();
            topic.CopyTo(assignment);
        }

        return assignment;
    }

    private static void PreferRacks(List<RangeOfTopic> coPartitioned)
    {
        if (!coPartitioned.Exists(topic => topic.NeedsRacks))
        {
            return;
        }

        if (coPartitioned.Count == 1)
        {
            coPartitioned[0].AssignOnRacks();
            return;
        }

        // One by one and to the same member in all topics, or they would not stay co-partitioned.
        var first = coPartitioned[0];
        for (var partition = 0; partition < first.PartitionCount; partition++)
        {
            for (var subscriber = 0; subscriber < first.SubscriberCount; subscriber++)
            {
                if (first.RoomOf(subscriber) > 0
                    && coPartitioned.TrueForAll(topic => topic.IsOnRack(partition, subscriber)))
                {
                    coPartitioned.ForEach(topic => topic.Assign(partition, subscriber));
                    break;
                }
            }
        }
    }
}

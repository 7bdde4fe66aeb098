using System.Collections.Immutable;
using Cloud.Protocol;
using Cloud.Protocol.Assignors;

namespace Cloud.Unit.Groups.Assignors;

/// <summary>Inputs and outcomes of assignors in short texts: <c>t0-1</c> is partition 1 of topic t0.</summary>
internal static class AssignorStory
{
    public static AssignorMember Member(string id, params string[] topics) => new(id) { Topics = topics };

    /// <param name="topics">Name and number of partitions, as in <c>t0:3</c>.</param>
    public static AssignorInput Input(string topics, params AssignorMember[] members) => new(
        members,
        [.. topics.Split(' ').Select(text => text.Split(':'))
            .Select(parts => new AssignorTopic(parts[0], int.Parse(parts[1])))]);

    public static string Of(GroupAssignment assignment, string member) =>
        string.Join(' ', assignment[member].OrderBy(partition => partition.ToString(), StringComparer.Ordinal));

    /// <summary>The same input, where members own what they were assigned.</summary>
    public static AssignorInput Next(AssignorInput input, GroupAssignment last, int generation) => input with
    {
        Members = [.. input.Members.Select(member => member with
        {
            Owned = [.. last[member.MemberId]],
            Generation = generation,
        })],
    };

    public static AssignorInput Without(AssignorInput input, string member) =>
        input with { Members = [.. input.Members.Where(other => other.MemberId != member)] };

    public static AssignorInput With(AssignorInput input, AssignorMember member) =>
        input with { Members = [.. input.Members, member] };

    public static AssignorInput Random(Random random, bool isHomogeneous, bool hasRacks)
    {
        string[] racks = ["a", "b", "c"];
        var topics = Enumerable.Range(0, random.Next(1, 6)).Select(number => new AssignorTopic(
            $"t{number}",
            random.Next(0, 12),
            hasRacks ? [.. Enumerable.Range(0, 12).Select(_ => ImmutableArray.Create(racks[random.Next(3)]))] : []))
            .ToArray();
        var all = topics.Select(topic => topic.Name).Append("absent").ToArray();
        var members = Enumerable.Range(0, random.Next(1, 9)).Select(number => new AssignorMember($"m{number}")
        {
            InstanceId = random.Next(4) == 0 ? $"i{9 - number}" : null,
            RackId = hasRacks ? racks[random.Next(3)] : null,
            Topics = isHomogeneous ? all : [.. all.Where(_ => random.Next(2) == 0)],
        }).ToArray();
        return new(members, topics);
    }

    public static Dictionary<TopicPartition, string> Owners(GroupAssignment assignment) => assignment.MemberIds
        .SelectMany(member => assignment[member].Select(partition => (partition, member)))
        .ToDictionary(pair => pair.partition, pair => pair.member);
}

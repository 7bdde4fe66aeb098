using System.Collections.Immutable;
using Cloud.Protocol;
using Cloud.Protocol.Assignors;
using FsCheck;
using FsCheck.Fluent;
using static Cloud.Unit.Groups.Assignors.AssignorStory;

namespace Cloud.Unit.Groups.Assignors;

public sealed class AssignorPropertyTests
{
    private static readonly IAssignor[] Complete =
        [Assignor.Range, Assignor.RoundRobin, Assignor.Sticky, Assignor.Uniform];

    [Fact]
    public void Every_partition_has_one_owner_who_subscribes() => ForEachSeed(random =>
    {
        var input = Random(random, isHomogeneous: false, hasRacks: random.Next(2) == 0);
        foreach (var assignor in Complete)
        {
            AssertIsComplete(input, assignor.Assign(input));
        }
    });

    [Fact]
    public void Order_of_members_and_topics_does_not_matter() => ForEachSeed(random =>
    {
        var input = Random(random, isHomogeneous: random.Next(2) == 0, hasRacks: true);
        AssignorInput shuffled = new(
            [.. input.Members.OrderBy(_ => random.Next())], [.. input.Topics.OrderBy(_ => random.Next())]);

        Assert.All(Complete, assignor => Assert.Equal(
            Owners(assignor.Assign(input)).OrderBy(pair => pair.Key.ToString()),
            Owners(assignor.Assign(shuffled)).OrderBy(pair => pair.Key.ToString())));
    });

    [Fact]
    public void Uniform_differs_by_one_at_most_where_all_subscribe_to_the_same() => ForEachSeed(random =>
    {
        var input = Random(random, isHomogeneous: true, hasRacks: random.Next(2) == 0);

        var counts = Counts(Assignor.Uniform.Assign(input));

        Assert.InRange(counts.Values.Max() - counts.Values.Min(), 0, 1);
    });

    [Fact]
    public void Uniform_leaves_no_partition_whose_move_would_even_things_out() => ForEachSeed(random =>
    {
        var input = Random(random, isHomogeneous: false, hasRacks: false);

        var assignment = Assignor.Uniform.Assign(input);

        var counts = Counts(assignment);
        foreach (var (partition, owner) in Owners(assignment))
        {
            var others = input.Members.Where(member => member.Topics.Contains(partition.Topic));
            Assert.All(others, member => Assert.True(counts[owner] <= counts[member.MemberId] + 1));
        }
    });

    [Fact]
    public void Nothing_moves_when_nothing_changes() => ForEachSeed(random =>
    {
        var input = Random(random, isHomogeneous: random.Next(2) == 0, hasRacks: true);

        var first = Assignor.Uniform.Assign(input);
        var second = Assignor.Uniform.Assign(Next(input, first, generation: 1));

        Assert.Equal(0, Moves(first, second));
    });

    [Fact]
    public void When_a_member_leaves_only_its_partitions_move() => ForEachSeed(random =>
    {
        var input = With(Random(random, isHomogeneous: true, hasRacks: false), Joining(random));
        var first = Assignor.Uniform.Assign(input);
        var leaver = input.Members.First().MemberId;

        var second = Assignor.Uniform.Assign(Without(Next(input, first, generation: 1), leaver));

        Assert.Equal(first[leaver].Count, Moves(first, second));
    });

    [Fact]
    public void When_a_member_joins_only_what_it_gets_moves() => ForEachSeed(random =>
    {
        var input = Random(random, isHomogeneous: true, hasRacks: false);
        var first = Assignor.Uniform.Assign(input);
        var joining = Joining(random);

        var second = Assignor.Uniform.Assign(With(Next(input, first, generation: 1), joining));

        Assert.Equal(second[joining.MemberId].Count, Moves(first, second));
    });

    [Fact]
    public void Member_and_partition_of_a_rack_find_each_other_where_racks_are_even() => ForEachSeed(random =>
    {
        string[] racks = ["a", "b", "c"];
        var partitionCount = 3 * random.Next(1, 5);
        AssignorInput input = new(
            [.. racks.Select(rack => Member($"m-{rack}", "t") with { RackId = rack })],
            [new("t", partitionCount, [.. Enumerable.Range(0, partitionCount)
                .Select(number => ImmutableArray.Create(racks[number % 3]))])]);

        Assert.All([Assignor.Uniform, Assignor.Range], assignor => Assert.All(
            Owners(assignor.Assign(input)),
            pair => Assert.Equal($"m-{racks[pair.Key.Partition % 3]}", pair.Value)));
    });

    [Fact]
    public void Cooperative_sticky_gives_nothing_that_is_held_and_then_settles() => ForEachSeed(random =>
    {
        var input = Random(random, isHomogeneous: random.Next(2) == 0, hasRacks: false);
        var held = Next(input, Assignor.RoundRobin.Assign(input), generation: 1);

        var released = Assignor.CooperativeSticky.Assign(held);
        var settled = Assignor.CooperativeSticky.Assign(Next(held, released, generation: 2));

        var before = Owners(Assignor.RoundRobin.Assign(input));
        Assert.All(Owners(released), pair => Assert.Equal(before[pair.Key], pair.Value));
        AssertIsComplete(input, settled);
    });

    private static AssignorMember Joining(Random random) =>
        new($"n{random.Next(10)}") { Topics = ["t0", "t1", "t2", "t3", "t4", "absent"] };

    private static Dictionary<string, int> Counts(GroupAssignment assignment) =>
        assignment.MemberIds.ToDictionary(member => member, member => assignment[member].Count);

    private static int Moves(GroupAssignment first, GroupAssignment second)
    {
        var before = Owners(first);
        return Owners(second).Count(pair => before[pair.Key] != pair.Value);
    }

    private static void AssertIsComplete(AssignorInput input, GroupAssignment assignment)
    {
        var owners = Owners(assignment);
        var subscriptions = input.Members.ToDictionary(member => member.MemberId, member => member.Topics);
        var subscribed = input.Topics
            .Where(topic => subscriptions.Values.Any(topics => topics.Contains(topic.Name)))
            .SelectMany(topic => Enumerable.Range(0, topic.PartitionCount)
                .Select(partition => new TopicPartition(topic.Name, partition)));

        Assert.Equal(subscribed.ToHashSet(), owners.Keys.ToHashSet());
        Assert.All(owners, pair => Assert.Contains(pair.Key.Topic, subscriptions[pair.Value]));
    }

    private static void ForEachSeed(Action<Random> story) =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll<int>(seed => story(new Random(seed))));
}

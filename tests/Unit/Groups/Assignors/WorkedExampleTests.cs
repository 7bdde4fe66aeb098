using System.Collections.Immutable;
using Cloud.Protocol.Assignors;
using static Cloud.Unit.Groups.Assignors.AssignorStory;

namespace Cloud.Unit.Groups.Assignors;

/// <summary>The examples that Kafka documents with its assignors, and those of KIP-881.</summary>
public sealed class WorkedExampleTests
{
    [Fact]
    public void Range_gives_the_first_members_the_larger_runs()
    {
        var input = Input("t0:3 t1:3", Member("C0", "t0", "t1"), Member("C1", "t0", "t1"));

        var assignment = Assignor.Range.Assign(input);

        Assert.Equal("t0-0 t0-1 t1-0 t1-1", Of(assignment, "C0"));
        Assert.Equal("t0-2 t1-2", Of(assignment, "C1"));
    }

    [Fact]
    public void Range_follows_instance_ids_where_members_are_static()
    {
        var input = Input(
            "t0:2",
            Member("A", "t0") with { InstanceId = "second" },
            Member("B", "t0") with { InstanceId = "first" });

        var assignment = Assignor.Range.Assign(input);

        Assert.Equal("t0-0", Of(assignment, "B"));
        Assert.Equal("t0-1", Of(assignment, "A"));
    }

    [Fact]
    public void Range_prefers_near_partitions_and_keeps_topics_co_partitioned()
    {
        ImmutableArray<ImmutableArray<string>> racks = [["b"], ["a"], ["b"], ["a"]];
        AssignorInput input = new(
            [
                Member("C0", "t0", "t1") with { RackId = "a" },
                Member("C1", "t0", "t1") with { RackId = "b" },
            ],
            [new("t0", 4, racks), new("t1", 4, racks)]);

        var assignment = Assignor.Range.Assign(input);

        Assert.Equal("t0-1 t0-3 t1-1 t1-3", Of(assignment, "C0"));
        Assert.Equal("t0-0 t0-2 t1-0 t1-2", Of(assignment, "C1"));
    }

    [Fact]
    public void Range_that_could_not_stay_co_partitioned_leaves_racks_aside()
    {
        AssignorInput input = new(
            [
                Member("C0", "t0", "t1") with { RackId = "a" },
                Member("C1", "t0", "t1") with { RackId = "b" },
            ],
            [new("t0", 2, [["b"], ["a"]]), new("t1", 2, [["a"], ["b"]])]);

        var assignment = Assignor.Range.Assign(input);

        Assert.Equal("t0-0 t1-0", Of(assignment, "C0"));
        Assert.Equal("t0-1 t1-1", Of(assignment, "C1"));
    }

    [Fact]
    public void Round_robin_deals_all_topics_in_one_round()
    {
        var input = Input("t0:3 t1:3", Member("C0", "t0", "t1"), Member("C1", "t0", "t1"));

        var assignment = Assignor.RoundRobin.Assign(input);

        Assert.Equal("t0-0 t0-2 t1-1", Of(assignment, "C0"));
        Assert.Equal("t0-1 t1-0 t1-2", Of(assignment, "C1"));
    }

    [Fact]
    public void Round_robin_leaves_out_who_does_not_subscribe()
    {
        var input = Input(
            "t0:1 t1:2 t2:3", Member("C0", "t0"), Member("C1", "t0", "t1"), Member("C2", "t0", "t1", "t2"));

        var assignment = Assignor.RoundRobin.Assign(input);

        Assert.Equal("t0-0", Of(assignment, "C0"));
        Assert.Equal("t1-0", Of(assignment, "C1"));
        Assert.Equal("t1-1 t2-0 t2-1 t2-2", Of(assignment, "C2"));
    }

    [Fact]
    public void Sticky_moves_only_what_the_leaving_member_had()
    {
        string[] topics = ["t0", "t1", "t2", "t3"];
        var input = Input("t0:2 t1:2 t2:2 t3:2", Member("C0", topics), Member("C1", topics), Member("C2", topics));

        var first = Assignor.Sticky.Assign(input);
        var second = Assignor.Sticky.Assign(Without(Next(input, first, generation: 1), "C1"));

        Assert.Equal("t0-0 t1-1 t3-0", Of(first, "C0"));
        Assert.Equal("t0-1 t2-0 t3-1", Of(first, "C1"));
        Assert.Equal("t1-0 t2-1", Of(first, "C2"));
        Assert.Equal("t0-0 t1-1 t2-0 t3-0", Of(second, "C0"));
        Assert.Equal("t0-1 t1-0 t2-1 t3-1", Of(second, "C2"));
    }

    [Fact]
    public void Sticky_is_even_where_subscriptions_differ()
    {
        var input = Input(
            "t0:1 t1:2 t2:3", Member("C0", "t0"), Member("C1", "t0", "t1"), Member("C2", "t0", "t1", "t2"));

        var first = Assignor.Sticky.Assign(input);
        var second = Assignor.Sticky.Assign(Without(Next(input, first, generation: 1), "C0"));

        Assert.Equal("t0-0", Of(first, "C0"));
        Assert.Equal("t1-0 t1-1", Of(first, "C1"));
        Assert.Equal("t2-0 t2-1 t2-2", Of(first, "C2"));
        Assert.Equal("t0-0 t1-0 t1-1", Of(second, "C1"));
        Assert.Equal("t2-0 t2-1 t2-2", Of(second, "C2"));
    }

    [Fact]
    public void Cooperative_sticky_hands_over_in_a_second_step()
    {
        var input = Input("t0:2", Member("C0", "t0"));
        var alone = Assignor.CooperativeSticky.Assign(input);
        var joined = With(Next(input, alone, generation: 1), Member("C1", "t0"));

        var released = Assignor.CooperativeSticky.Assign(joined);
        var handedOver = Assignor.CooperativeSticky.Assign(Next(joined, released, generation: 2));

        Assert.Equal("t0-0 t0-1", Of(alone, "C0"));
        Assert.Equal("t0-0", Of(released, "C0"));
        Assert.Equal("", Of(released, "C1"));
        Assert.Equal("t0-0", Of(handedOver, "C0"));
        Assert.Equal("t0-1", Of(handedOver, "C1"));
    }

    [Fact]
    public void Later_claim_on_a_partition_wins_and_equal_claims_cancel_out()
    {
        var owned = Input("t0:2", Member("C0", "t0"), Member("C1", "t0")) with
        {
            Members =
            [
                Member("C0", "t0") with { Owned = [new("t0", 0), new("t0", 1)], Generation = 1 },
                Member("C1", "t0") with { Owned = [new("t0", 0)], Generation = 2 },
            ],
        };

        var assignment = Assignor.Sticky.Assign(owned);

        Assert.Equal("t0-1", Of(assignment, "C0"));
        Assert.Equal("t0-0", Of(assignment, "C1"));
    }
}

using Cloud.Client;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Unit.Client.Groups;

/// <summary>The classic protocol from the member's side: what is given up when, and what is said.</summary>
public sealed class ClassicMachineTests
{
    private static readonly TopicPartition[] Two = [new("orders", 0), new("orders", 1)];

    [Fact]
    public void Eager_member_gives_everything_up_before_it_joins_again()
    {
        var member = Owner(PartitionAssignmentStrategy.Range, Two);

        member.Rejoin();
        Assert.Equal(ClassicPhase.Preparing, member.Phase);
        Assert.True(member.HasPlace);
        var rebalance = member.NextRebalance()!;
        member.Complete(rebalance);

        Assert.Equal(Two, rebalance.Removed);
        Assert.False(rebalance.IsLost);
        Assert.False(rebalance.IsComplete);
        Assert.Equal(ClassicPhase.Joining, member.Phase);
        Assert.Empty(Told(member).OwnedPartitions);
    }

    [Fact]
    public void Cooperative_member_joins_with_what_it_has_and_gives_up_only_what_moves()
    {
        var member = Owner(PartitionAssignmentStrategy.CooperativeSticky, Two);

        member.Rejoin();
        Assert.Null(member.NextRebalance());
        Assert.Equal([0, 1], Assert.Single(Told(member).OwnedPartitions).Partitions.ToArray());
        Join(member, generation: 2, Two[0]);
        var rebalance = member.NextRebalance()!;
        member.Complete(rebalance);

        Assert.Equal([new("orders", 1)], rebalance.Removed);
        Assert.Empty(rebalance.Added);

        // The next rebalance gives it to whoever is to have it.
        Assert.Equal(ClassicPhase.Joining, member.Phase);
    }

    [Fact]
    public void Sticky_member_tells_what_it_had_though_it_has_given_it_up()
    {
        var member = Owner(PartitionAssignmentStrategy.Sticky, Two);
        member.Rejoin();
        member.Complete(member.NextRebalance()!);

        var (owned, generation) = StickyUserData.Read(Told(member).UserData!.Value.Span);

        Assert.Equal(Two, owned);
        Assert.Equal(1, generation);
    }

    [Fact]
    public void Rebalance_that_begins_while_another_is_made_waits_for_it()
    {
        var member = Member(PartitionAssignmentStrategy.Range);
        Join(member, generation: 1, Two);
        var adding = member.NextRebalance()!;

        member.Rejoin();
        Assert.Equal(ClassicPhase.Preparing, member.Phase);
        member.Complete(adding);

        Assert.Equal(ClassicPhase.Preparing, member.Phase);
        Assert.Equal(Two, member.NextRebalance()!.Removed);
    }

    [Fact]
    public void New_member_joins_again_with_the_id_it_is_given()
    {
        var member = Member(PartitionAssignmentStrategy.Range);

        member.TakeFailure(new ClientException(KafkaError.MemberIdRequired, ""), "given");

        Assert.Equal(ClassicPhase.Joining, member.Phase);
        Assert.Equal("given", member.JoinRequest().MemberId);
    }

    [Fact]
    public void Forgotten_member_gives_up_all_as_lost_and_joins_as_a_new_one()
    {
        var member = Owner(PartitionAssignmentStrategy.CooperativeSticky, Two);

        member.TakeFailure(new ClientException(KafkaError.UnknownMemberId, ""));
        Assert.False(member.Identity.IsMember);
        var rebalance = member.NextRebalance()!;
        Assert.True(rebalance.IsLost);
        member.Complete(rebalance);

        Assert.Equal(ClassicPhase.Joining, member.Phase);
        Assert.Equal("", member.JoinRequest().MemberId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Member_that_is_forgotten_while_it_takes_its_first_partitions_gives_them_up_before_it_joins_again(
        bool isBrokenOff)
    {
        var member = Member(PartitionAssignmentStrategy.Range);
        Join(member, generation: 1, Two);
        var first = member.NextRebalance()!;

        member.TakeFailure(new ClientException(KafkaError.UnknownMemberId, ""));
        Assert.Equal(ClassicPhase.Lost, member.Phase);
        if (!isBrokenOff)
        {
            member.Complete(first);
        }

        var rebalance = member.NextRebalance()!;
        member.Complete(rebalance);

        Assert.True(rebalance.IsLost);
        Assert.Equal(Two, rebalance.Removed);
        Assert.Equal(ClassicPhase.Joining, member.Phase);
        Assert.Equal(0, member.OwnedCount);
    }

    [Theory]
    [InlineData(PartitionAssignmentStrategy.Range)]
    [InlineData(PartitionAssignmentStrategy.CooperativeSticky)]
    public void Member_whose_change_was_broken_off_gives_up_what_it_was_taking_and_joins_again(
        PartitionAssignmentStrategy strategy)
    {
        var member = Member(strategy);
        Join(member, generation: 1, Two);
        member.NextRebalance();
        member.Rejoin();
        Assert.Equal(ClassicPhase.Preparing, member.Phase);

        var rebalance = member.NextRebalance()!;
        Assert.Equal(Two, rebalance.Removed);
        member.Complete(rebalance);

        Assert.Equal(ClassicPhase.Joining, member.Phase);
    }

    [Theory]
    [InlineData(KafkaError.UnknownMemberId)]
    [InlineData(KafkaError.IllegalGeneration)]
    public void Membership_is_another_when_the_place_was_lost_and_the_same_after_a_rebalance(KafkaError error)
    {
        var member = Owner(PartitionAssignmentStrategy.CooperativeSticky, Two);
        var first = member.Identity;
        member.Rejoin();
        Join(member, generation: 2, Two);
        member.Complete(member.NextRebalance()!);
        Assert.True(member.Identity.Continues(first));

        member.TakeFailure(new ClientException(error, ""));
        member.Complete(member.NextRebalance()!);
        Join(member, generation: 3, Two);

        Assert.True(member.Identity.IsMember);
        Assert.False(member.Identity.Continues(first));
    }

    [Fact]
    public void Coordinator_that_is_none_any_more_makes_a_member_that_syncs_join_again()
    {
        var member = Member(PartitionAssignmentStrategy.Range);
        member.TakeJoined(new() { MemberId = "me", GenerationId = 1, ProtocolName = "range" });

        member.TakeFailure(new ClientException(KafkaError.NotCoordinator, ""));

        Assert.Equal(ClassicPhase.Joining, member.Phase);
    }

    [Fact]
    public void Topics_that_match_anew_are_a_reason_to_join_again()
    {
        var member = Owner(PartitionAssignmentStrategy.CooperativeSticky, Two);

        member.TakeTopics(["orders"]);
        Assert.Equal(ClassicPhase.Stable, member.Phase);
        member.TakeTopics(["orders", "payments"]);

        Assert.Equal(ClassicPhase.Joining, member.Phase);
    }

    [Fact]
    public void Member_that_subscribes_while_it_still_leaves_joins_when_it_has_left()
    {
        var member = Owner(PartitionAssignmentStrategy.Range, Two);
        member.Leave();
        member.TakeTopics(["orders", "payments"]);
        Assert.Equal(ClassicPhase.Leaving, member.Phase);

        member.Subscribe(["payments"]);
        Assert.Equal(ClassicPhase.Leaving, member.Phase);
        member.TakeLeft();

        Assert.Equal(ClassicPhase.Joining, member.Phase);
        Assert.Equal("", member.JoinRequest().MemberId);
        Assert.Equal(["payments"], Told(member).Topics.ToArray());
    }

    [Fact]
    public void Topics_that_match_anew_do_not_bring_back_who_leaves()
    {
        var member = Owner(PartitionAssignmentStrategy.Range, Two);
        member.Leave();

        member.TakeTopics(["orders", "payments"]);
        member.TakeLeft();

        Assert.Equal(ClassicPhase.Idle, member.Phase);
    }

    [Fact]
    public void Static_member_that_goes_says_nothing()
    {
        var options = new ConsumerOptions { GroupId = "workers", GroupInstanceId = "one" };
        var member = new ClassicMachine(options);
        member.Subscribe(["orders"]);
        Join(member, generation: 1, Two);

        member.Leave();

        Assert.Equal(ClassicPhase.Idle, member.Phase);
    }

    [Fact]
    public void Sticky_user_data_is_what_the_java_client_writes()
    {
        var bytes = StickyUserData.Write([new("t", 0), new("t", 2)], generation: 5);

        // One topic, its name, its two partitions, the generation: StickyAssignor's schema, version 1.
        Assert.Equal("00000001" + "000174" + "00000002" + "0000000000000002" + "00000005", Convert.ToHexString(bytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("FFFFFFFF")]
    [InlineData("7FFFFFFF0001")]
    [InlineData("000000010001747FFFFFFF00000000")]
    public void Foreign_user_data_is_no_past(string hex)
    {
        var (owned, generation) = StickyUserData.Read(Convert.FromHexString(hex));

        Assert.Empty(owned);
        Assert.Equal(-1, generation);
    }

    private static ClassicMachine Member(PartitionAssignmentStrategy strategy)
    {
        var member = new ClassicMachine(new() { GroupId = "workers", PartitionAssignmentStrategies = [strategy] });
        member.Subscribe(["orders"]);
        return member;
    }

    private static ClassicMachine Owner(PartitionAssignmentStrategy strategy, params TopicPartition[] partitions)
    {
        var member = Member(strategy);
        Join(member, generation: 1, partitions);
        member.Complete(member.NextRebalance()!);
        Assert.Equal(ClassicPhase.Stable, member.Phase);
        return member;
    }

    private static void Join(ClassicMachine member, int generation, params TopicPartition[] partitions)
    {
        var assignment = new ConsumerProtocolAssignment
        {
            AssignedPartitions = [.. partitions.GroupBy(partition => partition.Topic).Select(topic =>
                new ConsumerProtocolAssignment.TopicPartition
                {
                    Topic = topic.Key,
                    Partitions = [.. topic.Select(partition => partition.Partition)],
                })],
        };
        member.JoinRequest();
        member.TakeJoined(new() { MemberId = "me", GenerationId = generation, ProtocolName = "any" });
        member.TakeSynced(new() { Assignment = VersionedMessages.Write(assignment, version: 3) });
    }

    private static ConsumerProtocolSubscription Told(ClassicMachine member)
    {
        var bytes = Assert.Single(member.JoinRequest().Protocols).Metadata;
        Assert.True(VersionedMessages.TryRead<ConsumerProtocolSubscription>(bytes, 3, out var told, out _));
        return told;
    }
}

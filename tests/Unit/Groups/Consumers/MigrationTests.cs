using Cloud.Core.Groups;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;
using Cloud.Unit.Groups.Classic;
using static Cloud.Unit.Groups.Classic.ClassicStory;

namespace Cloud.Unit.Groups.Consumers;

public sealed class MigrationTests
{
    private readonly GroupFixture _group = new();

    [Fact]
    public void Classic_group_takes_in_a_member_of_the_new_protocol()
    {
        var classic = ClassicMemberWithEverything();
        var consumer = new ConsumerStory(_group, "new");

        consumer.Join();
        var told = _group.Heartbeat(classic, 1);
        var joined = _group.Ask<JoinGroupResponse>(JoinWith(classic, owned: [0, 1, 2, 3]));
        var first = Assigned(classic, joined.GenerationId);
        var toldAgain = _group.Heartbeat(classic, joined.GenerationId);
        var rejoined = _group.Ask<JoinGroupResponse>(JoinWith(classic, owned: first));
        var second = Assigned(classic, rejoined.GenerationId);
        consumer.Beat();

        Assert.Equal(KafkaError.RebalanceInProgress, told);
        Assert.Equal(KafkaError.RebalanceInProgress, toldAgain);
        Assert.Equal([0, 1], second);
        Assert.Equal("2 3", consumer.Partitions);
        Assert.Equal(KafkaError.None, _group.Heartbeat(classic, rejoined.GenerationId));
    }

    [Fact]
    public void Group_goes_back_when_the_last_member_of_the_new_protocol_leaves()
    {
        var classic = ClassicMemberWithEverything();
        var consumer = new ConsumerStory(_group, "new");
        consumer.Join();

        consumer.Leave();
        var joined = _group.Ask<JoinGroupResponse>(JoinRequest(classic));

        Assert.Equal("classic", _group.Machine.ListGroups(new()).Single().GroupType);
        Assert.Equal(KafkaError.None, joined.Error);
        Assert.Equal(classic, joined.Leader);
    }

    [Fact]
    public void Classic_member_that_is_told_to_join_and_does_not_is_out_after_its_rebalance_timeout()
    {
        var classic = ClassicMemberWithEverything();
        var consumer = new ConsumerStory(_group, "new");
        consumer.Join();
        for (var wait = TimeSpan.Zero; wait <= Rebalance; wait += Session / 2)
        {
            _group.Heartbeat(classic, 1);
            consumer.Beat();
            _group.Wait(Session / 2);
        }

        consumer.Beat();

        Assert.Equal(KafkaError.UnknownMemberId, _group.Heartbeat(classic, 1));
        Assert.Equal("0 1 2 3", consumer.Partitions);
    }

    [Fact]
    public void Policy_can_forbid_the_change()
    {
        var group = new GroupFixture(new()
        {
            InitialRebalanceDelay = TimeSpan.Zero,
            MigrationPolicy = MigrationPolicy.Disabled,
        });
        group.Alone();

        Assert.Equal(KafkaError.GroupIdNotFound, new ConsumerStory(group, "new").Join().Error);
    }

    [Fact]
    public void Empty_groups_change_whatever_the_policy_and_never_go_back_in_epochs()
    {
        var memberId = _group.Alone();
        _group.Leave((memberId, null));
        var consumer = new ConsumerStory(_group, "new");

        consumer.Join();
        var epoch = consumer.Epoch;
        consumer.Leave();
        var (_, join) = _group.Join();

        Assert.Equal(3, epoch);
        Assert.True(_group.Reply<JoinGroupResponse>(join).GenerationId > epoch);
    }

    private string ClassicMemberWithEverything()
    {
        var (memberId, _) = _group.Join();
        _group.Send(new SyncGroupRequest
        {
            GroupId = GroupFixture.Group,
            MemberId = memberId,
            GenerationId = 1,
            Assignments =
            [
                new()
                {
                    MemberId = memberId,
                    Assignment = VersionedMessages.Write(
                        new ConsumerProtocolAssignment
                        {
                            AssignedPartitions = [new() { Topic = "orders", Partitions = [0, 1, 2, 3] }],
                        },
                        version: 0),
                },
            ],
        });
        return memberId;
    }

    private static JoinGroupRequest JoinWith(string memberId, int[] owned) => new()
    {
        GroupId = GroupFixture.Group,
        MemberId = memberId,
        SessionTimeout = Session,
        RebalanceTimeout = Rebalance,
        ProtocolType = "consumer",
        Protocols =
        [
            new()
            {
                Name = "range",
                Metadata = VersionedMessages.Write(
                    new ConsumerProtocolSubscription
                    {
                        Topics = ["orders"],
                        OwnedPartitions = [new() { Topic = "orders", Partitions = [.. owned] }],
                    },
                    version: 3),
            },
        ],
    };

    private int[] Assigned(string memberId, int generation)
    {
        var answer = _group.Reply<SyncGroupResponse>(_group.Sync(memberId, generation));
        Assert.Equal(KafkaError.None, answer.Error);
        Assert.True(VersionedMessages.TryRead<ConsumerProtocolAssignment>(answer.Assignment, 3, out var read, out _));
        return [.. read.AssignedPartitions.SelectMany(topic => topic.Partitions)];
    }
}

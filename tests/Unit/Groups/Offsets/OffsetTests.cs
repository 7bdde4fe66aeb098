using System.Collections.Immutable;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Unit.Groups.Classic;
using Cloud.Unit.Groups.Consumers;
using static Cloud.Unit.Groups.Classic.ClassicStory;

namespace Cloud.Unit.Groups.Offsets;

public sealed class OffsetTests
{
    private static readonly TimeSpan Retention = TimeSpan.FromDays(7);

    private readonly GroupFixture _group = new();

    [Fact]
    public void Commit_of_a_member_is_found_again()
    {
        var memberId = _group.Alone();

        var error = Commit(memberId, 1, 42, metadata: "note");

        Assert.Equal(KafkaError.None, error);
        Assert.Equal((42L, "note"), (_group.Fetch(0).CommittedOffset.Value, _group.Fetch(0).Metadata));
        Assert.Equal(Offset.None, _group.Fetch(1).CommittedOffset);
    }

    [Fact]
    public void Commit_from_outside_needs_a_group_without_members()
    {
        var outside = Commit("", -1, 5);
        var memberId = _group.Alone();

        Assert.Equal(KafkaError.None, outside);
        Assert.Equal(KafkaError.UnknownMemberId, Commit("", -1, 6));
        Assert.Equal(KafkaError.IllegalGeneration, Commit(memberId, 0, 6));
        Assert.Equal(KafkaError.UnknownMemberId, Commit("who", 1, 6));
        Assert.Equal(5, _group.Fetch(0).CommittedOffset.Value);
    }

    [Fact]
    public void Commit_between_join_and_assignment_is_refused()
    {
        var (memberId, _) = _group.Join();

        Assert.Equal(KafkaError.RebalanceInProgress, Commit(memberId, 1, 5));
    }

    [Theory]
    [InlineData(9, KafkaError.GroupIdNotFound)]
    [InlineData(8, KafkaError.IllegalGeneration)]
    public void Commit_of_a_member_of_no_group_is_refused(short version, KafkaError expected)
    {
        var answer = _group.Ask<OffsetCommitResponse>(GroupFixture.Commit("who", 1, 5), version);

        Assert.Equal(expected, answer.Topics[0].Partitions[0].Error);
    }

    [Fact]
    public void Old_client_cannot_commit_for_a_member_of_the_new_protocol()
    {
        var member = new ConsumerStory(_group, "a");
        member.Join();

        var answer = _group.Ask<OffsetCommitResponse>(GroupFixture.Commit("a", member.Epoch, 5), version: 8);

        Assert.Equal(KafkaError.UnsupportedVersion, answer.Topics[0].Partitions[0].Error);
    }

    [Fact]
    public void Text_beside_an_offset_has_a_limit()
    {
        Assert.Equal(KafkaError.None, Commit("", -1, 5, metadata: new string('x', 4096)));
        Assert.Equal(KafkaError.OffsetMetadataTooLarge, Commit("", -1, 5, metadata: new string('x', 4097)));
    }

    [Fact]
    public void Topic_or_partition_that_is_not_there_takes_no_offset()
    {
        Assert.Equal(KafkaError.UnknownTopicOrPartition, Commit("", -1, 5, topic: "absent"));
        Assert.Equal(KafkaError.UnknownTopicOrPartition, Commit("", -1, 5, partition: 9));
    }

    [Fact]
    public void Member_of_the_new_protocol_fetches_with_its_epoch()
    {
        var member = new ConsumerStory(_group, "a");
        member.Join();

        Assert.Equal(KafkaError.None, Fetch("a", member.Epoch).Error);
        Assert.Equal(KafkaError.StaleMemberEpoch, Fetch("a", member.Epoch + 1).Error);
        Assert.Equal(KafkaError.UnknownMemberId, Fetch("b", member.Epoch).Error);
        Assert.Equal(KafkaError.None, Fetch(null, -1).Error);
    }

    [Fact]
    public void Fetch_of_all_shows_what_is_committed_and_nothing_else()
    {
        Commit("", -1, 5);
        Commit("", -1, 6, topic: "refunds", partition: 1);

        var topics = Fetch(null, -1).Topics;

        Assert.Equal(["orders", "refunds"], topics.Select(topic => topic.Name));
        Assert.Equal(1, Assert.Single(topics[1].Partitions).PartitionIndex);
    }

    [Fact]
    public void Offsets_of_subscribed_topics_cannot_be_deleted()
    {
        Commit("", -1, 5);
        Commit("", -1, 6, topic: "refunds");
        _group.Alone();

        Assert.Equal(KafkaError.GroupSubscribedToTopic, Delete("orders"));
        Assert.Equal(KafkaError.None, Delete("refunds"));
        Assert.Single(_group.Machine.OffsetsOf(GroupFixture.Group));
    }

    [Fact]
    public void Offsets_of_a_group_that_is_not_there_cannot_be_deleted() => Assert.Equal(
        KafkaError.GroupIdNotFound,
        _group.Ask<OffsetDeleteResponse>(new OffsetDeleteRequest { GroupId = GroupFixture.Group }).Error);

    [Fact]
    public void Offsets_are_kept_for_the_retention_time_after_the_group_fell_empty()
    {
        var memberId = _group.Alone();
        Commit(memberId, 1, 5);
        for (var day = 0; day < 10; day++)
        {
            for (var beat = TimeSpan.Zero; beat < TimeSpan.FromMinutes(1); beat += Session / 2)
            {
                _group.Wait(Session / 2);
                _group.Heartbeat(memberId, 1);
            }
        }

        _group.Leave((memberId, null));
        _group.Wait(Retention - TimeSpan.FromMinutes(1));
        var kept = _group.Machine.OffsetsOf(GroupFixture.Group).Count;
        _group.Wait(TimeSpan.FromMinutes(11));

        Assert.Equal(1, kept);
        Assert.Empty(_group.Machine.OffsetsOf(GroupFixture.Group));
        Assert.Empty(_group.Machine.ListGroups(new()));
        Assert.Empty(_group.Replayed().ListGroups(new()));
    }

    [Fact]
    public void Offsets_that_members_use_do_not_expire()
    {
        var member = new ConsumerStory(_group, "a");
        member.Join();
        member.Commit(5, partition: 0);
        for (var step = 0; step < 50; step++)
        {
            _group.Wait(TimeSpan.FromSeconds(40));
            member.Beat();
        }

        Assert.Single(_group.Machine.OffsetsOf(GroupFixture.Group));
    }

    [Fact]
    public void Offsets_go_with_their_topic()
    {
        Commit("", -1, 5);
        Commit("", -1, 6, topic: "refunds");

        _group.Step(output => _group.Machine.TopicsDeleted(new HashSet<string> { "orders" }, _group.Now, output));

        Assert.Equal("refunds", Assert.Single(_group.Machine.OffsetsOf(GroupFixture.Group)).Key.Topic);
    }

    [Fact]
    public void Group_without_members_is_deleted_with_its_offsets()
    {
        var memberId = _group.Alone();
        Commit(memberId, 1, 5);

        var refused = DeleteGroup();
        _group.Leave((memberId, null));
        var deleted = DeleteGroup();

        Assert.Equal(KafkaError.NonEmptyGroup, refused);
        Assert.Equal(KafkaError.None, deleted);
        Assert.Equal(KafkaError.GroupIdNotFound, DeleteGroup());
        Assert.Empty(_group.Replayed().OffsetsOf(GroupFixture.Group));
    }

    private KafkaError Commit(
        string memberId,
        int epoch,
        long offset,
        int partition = 0,
        string topic = "orders",
        string? metadata = null) =>
        _group.Ask<OffsetCommitResponse>(GroupFixture.Commit(memberId, epoch, offset, partition, topic, metadata))
            .Topics[0].Partitions[0].Error;

    private OffsetFetchResponse.Group Fetch(string? memberId, int epoch) => _group.Machine.FetchOffsets(
        new() { GroupId = GroupFixture.Group, MemberId = memberId, MemberEpoch = epoch }, requireStable: false);

    private KafkaError Delete(string topic) => _group.Ask<OffsetDeleteResponse>(new OffsetDeleteRequest
    {
        GroupId = GroupFixture.Group,
        Topics = ImmutableArray.Create(new OffsetDeleteRequest.Topic
        {
            Name = topic,
            Partitions = [new() { PartitionIndex = 0 }],
        }),
    }).Topics[0].Partitions[0].Error;

    private KafkaError DeleteGroup()
    {
        var error = KafkaError.None;
        _group.Step(output => error = _group.Machine.DeleteGroup(GroupFixture.Group, _group.Now, output));
        return error;
    }
}

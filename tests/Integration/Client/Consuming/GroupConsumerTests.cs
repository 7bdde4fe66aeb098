using Cloud.Client;
using Cloud.Integration.Brokers;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Integration.Client.Consuming;

/// <summary>Members of groups, in both protocols: sharing, committing, coming and going.</summary>
public class GroupConsumerTests : ConsumingTests
{
    public static TheoryData<GroupProtocol> Protocols => [GroupProtocol.Consumer, GroupProtocol.Classic];

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Lone_member_reads_all_partitions(GroupProtocol protocol)
    {
        await using var cluster = await StartCluster();
        var topic = await FilledTopic.Create(cluster, "orders", partitions: 3);
        await FillAll(topic);
        await using var consumer = Open(MemberOf(cluster, protocol));
        consumer.Subscribe(["orders"]);

        Assert.Equal(["0", "1", "2"], (await TakeValues(consumer, 3)).Order());

        Assert.Equal(topic.All, consumer.Assignment.OrderBy(partition => partition.Partition));
        Assert.Equal("workers", consumer.GroupMetadata!.GroupId);
        Assert.True(consumer.GroupMetadata.GenerationOrMemberEpoch > 0);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Committed_offsets_are_where_the_next_member_begins(GroupProtocol protocol)
    {
        await using var cluster = await StartCluster();
        var topic = await FilledTopic.Create(cluster, "orders");
        await topic.Add("a", "b", "c", "d");
        await using (var first = Open(MemberOf(cluster, protocol) with { EnableAutoCommit = false }))
        {
            first.Subscribe(["orders"]);
            Assert.Equal(["a", "b"], await TakeValues(first, 2));
            await first.CommitAsync();
            Assert.Equal(["c"], await TakeValues(first, 1));
            Assert.Equal(new Offset(2), (await first.CommittedAsync([topic[0]]))[topic[0]]!.Value.Offset);
        }

        await using var second = Open(MemberOf(cluster, protocol));
        second.Subscribe(["orders"]);

        Assert.Equal(["c", "d"], await TakeValues(second, 2));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Record_is_committed_after_processing_one_by_one(GroupProtocol protocol)
    {
        await using var cluster = await StartCluster();
        var topic = await FilledTopic.Create(cluster, "orders");
        await topic.Add("a", "b", "c");
        await using var consumer = Open(MemberOf(cluster, protocol) with { EnableAutoCommit = false });
        consumer.Subscribe(["orders"]);

        var records = await Take(consumer, 3);
        await consumer.CommitAsync(records[1]);

        var committed = (await consumer.CommittedAsync([topic[0]]))[topic[0]];
        Assert.Equal(new TopicPartitionOffset(topic[0], new(2), new(0)), committed);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Closing_commits_what_was_returned_from_and_not_the_record_in_hand(GroupProtocol protocol)
    {
        await using var cluster = await StartCluster();
        var topic = await FilledTopic.Create(cluster, "orders");
        await topic.Add("a", "b", "c");
        await using (var first = Open(MemberOf(cluster, protocol)))
        {
            first.Subscribe(["orders"]);
            Assert.Equal(["a", "b"], await TakeValues(first, 2));
        }

        await using var second = Open(MemberOf(cluster, protocol));
        second.Subscribe(["orders"]);

        Assert.Equal(["b", "c"], await TakeValues(second, 2));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Automatic_commits_come_at_intervals(GroupProtocol protocol)
    {
        await using var cluster = await StartCluster();
        var topic = await FilledTopic.Create(cluster, "orders");
        await topic.Add("a", "b", "c");
        await using var consumer = Open(
            MemberOf(cluster, protocol) with { AutoCommitInterval = TimeSpan.FromMilliseconds(50) });
        consumer.Subscribe(["orders"]);
        Assert.Equal(["a", "b", "c"], await TakeValues(consumer, 3));

        await Eventually.Is(
            () => consumer.CommittedAsync([topic[0]]),
            committed => committed[topic[0]]?.Offset == new Offset(2),
            "what was returned from is committed");
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Partitions_are_shared_among_members_and_taken_over_when_one_leaves(GroupProtocol protocol)
    {
        await using var cluster = await StartCluster();
        var topic = await FilledTopic.Create(cluster, "orders", partitions: 4);
        await using var first = new RunningMember(Open(MemberOf(cluster, protocol)), "orders");
        await first.Has(4);
        var second = new RunningMember(Open(MemberOf(cluster, protocol)), "orders");
        await second.Has(2);
        await first.Has(2);
        Assert.Empty(first.Consumer.Assignment.Intersect(second.Consumer.Assignment));
        await FillAll(topic);
        await Eventually.Is(
            () => Task.FromResult(first.Values.Concat(second.Values).Order().ToList()),
            values => values.SequenceEqual(["0", "1", "2", "3"]),
            "each record has come once");

        await second.DisposeAsync();

        await first.Has(4);
        await FillAll(topic);
        await Eventually.Is(
            () => Task.FromResult(first.Values.Concat(second.Values).Order().ToList()),
            values => values.SequenceEqual(["0", "0", "1", "1", "2", "2", "3", "3"]),
            "each record has come once more");
    }

    [Theory]
    [InlineData(PartitionAssignmentStrategy.Range)]
    [InlineData(PartitionAssignmentStrategy.RoundRobin)]
    [InlineData(PartitionAssignmentStrategy.Sticky)]
    [InlineData(PartitionAssignmentStrategy.CooperativeSticky)]
    public async Task Every_assignor_of_a_classic_group_shares_and_keeps_reading(PartitionAssignmentStrategy strategy)
    {
        await using var cluster = await StartCluster();
        await FilledTopic.Create(cluster, "orders", partitions: 4);
        var options = MemberOf(cluster, GroupProtocol.Classic) with { PartitionAssignmentStrategies = [strategy] };
        await using var first = new RunningMember(Open(options), "orders");
        await first.Has(4);

        await using var second = new RunningMember(Open(options), "orders");
        await second.Has(2);
        await first.Has(2);
        Assert.Empty(first.Consumer.Assignment.Intersect(second.Consumer.Assignment));

        var expected = strategy is PartitionAssignmentStrategy.CooperativeSticky ? 2 : 4;
        Assert.Equal(expected, first.Listener.Revoked.Distinct().Count());
    }

    [Theory]
    [InlineData("uniform")]
    [InlineData("range")]
    public async Task Server_assignor_can_be_asked_for(string assignor)
    {
        await using var cluster = await StartCluster();
        await FilledTopic.Create(cluster, "orders", partitions: 2);
        await using var member = new RunningMember(
            Open(MemberOf(cluster, GroupProtocol.Consumer) with { GroupRemoteAssignor = assignor }), "orders");

        await member.Has(2);
    }

    [Fact]
    public async Task Unknown_server_assignor_is_an_error_that_names_it()
    {
        await using var cluster = await StartCluster();
        await FilledTopic.Create(cluster, "orders");
        await using var consumer = Open(
            MemberOf(cluster, GroupProtocol.Consumer) with { GroupRemoteAssignor = "unfair" });
        consumer.Subscribe(["orders"]);

        var failure = await Assert.ThrowsAsync<ClientException>(() => Take(consumer, 1));

        Assert.Equal(KafkaError.UnsupportedAssignor, failure.Error);
        Assert.Contains("unfair", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Pattern_takes_in_topics_that_come_later(GroupProtocol protocol)
    {
        await using var cluster = await StartCluster();
        await FilledTopic.Create(cluster, "orders-eu");
        await FilledTopic.Create(cluster, "payments");
        var options = MemberOf(cluster, protocol) with { MetadataMaxAge = TimeSpan.FromMilliseconds(200) };
        await using var member = new RunningMember(Open(options), consumer => consumer.SubscribePattern("orders-.*"));
        await member.Has(1);

        await FilledTopic.Create(cluster, "orders-us", partitions: 2);
        await member.Has(3);

        Assert.Equal(
            ["orders-eu-0", "orders-us-0", "orders-us-1"],
            member.Consumer.Assignment.Select(partition => partition.ToString()).Order());
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Pause_outlives_a_rebalance(GroupProtocol protocol)
    {
        await using var cluster = await StartCluster();
        var topic = await FilledTopic.Create(cluster, "orders", partitions: 2);
        await using var first = new RunningMember(Open(MemberOf(cluster, protocol)), "orders");
        await first.Has(2);
        first.Consumer.Pause(topic.All);

        await using (var second = new RunningMember(Open(MemberOf(cluster, protocol)), "orders"))
        {
            await second.Has(1);
            await first.Has(1);
        }

        await first.Has(2);
        Assert.Equal(topic.All, first.Consumer.Paused.OrderBy(partition => partition.Partition));
        await FillAll(topic);
        first.Consumer.Resume([topic[1]]);
        await Eventually.Is(
            () => Task.FromResult(first.Values.ToList()), values => values.SequenceEqual(["1"]), "one is read");
    }

    [Fact]
    public async Task Assigned_consumer_commits_for_its_group_and_no_automatic_commit_goes_back_behind_it()
    {
        await using var cluster = await StartCluster();
        var topic = await FilledTopic.Create(cluster, "orders");
        await topic.Add("a", "b", "c");
        await using (var first = Open(MemberOf(cluster, GroupProtocol.Consumer)))
        {
            first.Assign([topic[0]]);
            Assert.Equal(["a"], await TakeValues(first, 1));
            await first.CommitAsync();
        }

        await using var second = Open(MemberOf(cluster, GroupProtocol.Consumer));
        second.Assign([topic[0]]);

        Assert.Equal(["b"], await TakeValues(second, 1));
    }

    [Fact]
    public async Task Unsubscribed_member_leaves_and_can_subscribe_again()
    {
        await using var cluster = await StartCluster();
        var topic = await FilledTopic.Create(cluster, "orders");
        await topic.Add("a", "b");
        var listener = new NotingListener();
        await using var consumer = Open(MemberOf(cluster, GroupProtocol.Consumer));
        consumer.Subscribe(["orders"], listener);
        Assert.Equal(["a"], await TakeValues(consumer, 1));

        await consumer.UnsubscribeAsync();
        Assert.Empty(consumer.Assignment);
        Assert.Equal([topic[0]], listener.Revoked);
        consumer.Subscribe(["orders"]);

        Assert.Equal(["a", "b"], await TakeValues(consumer, 2));
    }
}

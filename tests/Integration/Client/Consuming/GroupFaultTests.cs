using Cloud.Client;
using Cloud.Integration.Brokers;
using Cloud.Protocol.Errors;

namespace Cloud.Integration.Client.Consuming;

/// <summary>Members that stop, stall, come back, and brokers that die under them; in both protocols.</summary>
public class GroupFaultTests : ConsumingTests
{
    public static TheoryData<GroupProtocol> Protocols => [GroupProtocol.Consumer, GroupProtocol.Classic];

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Static_member_that_comes_back_has_what_it_had_without_a_rebalance(GroupProtocol protocol)
    {
        await using var cluster = await StartCluster();
        await FilledTopic.Create(cluster, "orders", partitions: 4);
        var options = MemberOf(cluster, protocol);
        await using var stays = new RunningMember(Open(options with { GroupInstanceId = "one" }), "orders");
        await stays.Has(4);
        var goes = new RunningMember(Open(options with { GroupInstanceId = "two" }), "orders");
        await goes.Has(2);
        await stays.Has(2);
        var before = goes.Consumer.Assignment.ToHashSet();
        await goes.DisposeAsync();

        await using var back = new RunningMember(Open(options with { GroupInstanceId = "two" }), "orders");
        await back.Has(2);

        Assert.Equal(before, back.Consumer.Assignment.ToHashSet());
        Assert.Equal(2, stays.Consumer.Assignment.Count);
    }

    [Fact]
    public async Task Static_id_that_is_in_use_is_an_error()
    {
        await using var cluster = await StartCluster();
        await FilledTopic.Create(cluster, "orders");
        var options = MemberOf(cluster, GroupProtocol.Consumer) with { GroupInstanceId = "one" };
        await using var first = new RunningMember(Open(options), "orders");
        await first.Has(1);
        await using var second = Open(options);
        second.Subscribe(["orders"]);

        var failure = await Assert.ThrowsAsync<ClientException>(() => Take(second, 1));

        Assert.Equal(KafkaError.UnreleasedInstanceId, failure.Error);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Member_that_does_not_ask_in_time_is_out_until_it_asks_again(GroupProtocol protocol)
    {
        await using var cluster = await StartCluster();
        var topic = await FilledTopic.Create(cluster, "orders");
        await topic.Add("a", "b");
        var listener = new NotingListener();
        await using var slow = Open(MemberOf(cluster, protocol) with { MaxPollInterval = TimeSpan.FromSeconds(2) });
        slow.Subscribe(["orders"], listener);
        await using var records = slow.ConsumeAsync().GetAsyncEnumerator();
        Assert.True(await records.MoveNextAsync());

        // Meanwhile somebody else takes over.
        await using var other = new RunningMember(Open(MemberOf(cluster, protocol)), "orders");
        await other.Has(1);
        await Eventually.Is(
            () => Task.FromResult(other.Values.ToList()),
            values => values.SequenceEqual(["a", "b"]),
            "it is read anew");
        Assert.Equal(-1, slow.GroupMetadata!.GenerationOrMemberEpoch);
        await Assert.ThrowsAsync<CommitFailedException>(() => slow.CommitAsync([new(topic[0], new(1))]));
        var asking = records.MoveNextAsync();
        await other.DisposeAsync();
        await topic.Add("c");

        Assert.True(await asking);
        Assert.Equal([topic[0]], listener.Lost);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Revoked_partitions_are_committed_before_another_reads_them(GroupProtocol protocol)
    {
        await using var cluster = await StartCluster();
        var topic = await FilledTopic.Create(cluster, "orders", partitions: 2);
        await FillAll(topic);
        await using var first = new RunningMember(Open(MemberOf(cluster, protocol)), "orders");
        await first.Has(2);
        await Eventually.Is(() => Task.FromResult(first.Values.Count), count => count == 2, "all is read");

        await using var second = new RunningMember(Open(MemberOf(cluster, protocol)), "orders");
        await second.Has(1);
        await first.Has(1);
        await FillAll(topic);

        await Eventually.Is(
            () => Task.FromResult(first.Values.Concat(second.Values).Order().ToList()),
            values => values.SequenceEqual(["0", "0", "1", "1"]),
            "nothing comes twice");
        Assert.Single(second.Values);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Nothing_is_lost_while_brokers_are_killed(GroupProtocol protocol)
    {
        await using var cluster = await StartCluster(brokers: 3);
        var topic = await FilledTopic.Create(cluster, "orders", partitions: 2, replicationFactor: 3);
        await using var first = new RunningMember(Open(MemberOf(cluster, protocol)), "orders");
        await using var second = new RunningMember(Open(MemberOf(cluster, protocol)), "orders");
        await first.Has(1);
        await second.Has(1);

        for (var round = 0; round < 6; round++)
        {
            if (round == 2)
            {
                await cluster.Kill(2);
            }
            else if (round == 4)
            {
                await cluster.Start(2);
            }

            await topic.Add(0, $"{round}-0");
            await topic.Add(1, $"{round}-1");
        }

        await Eventually.Is(
            () => Task.FromResult(first.Values.Concat(second.Values).Distinct().Order().ToList()),
            values => values.Count == 12,
            "all has come at least once");
    }
}

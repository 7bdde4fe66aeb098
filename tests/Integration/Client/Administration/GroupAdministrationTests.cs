using Cloud.Client;
using Cloud.Integration.Brokers;
using Cloud.Integration.Gateway;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Integration.Client.Administration;

/// <summary>Groups and their offsets, in both protocols.</summary>
public class GroupAdministrationTests : AdministrationTests
{
    private const string Member = "member-1";

    private static readonly TopicPartition Orders = new("orders", 0);

    [Fact]
    public async Task Offsets_are_set_listed_and_deleted()
    {
        await using var cluster = await StartCluster();
        await using var admin = Open(cluster);
        await cluster.ServeTopic("orders", 3, 1);

        (await admin.AlterGroupOffsetsAsync(
            "billing",
            [new(Orders, new(7)), new(new("orders", 1), new(8), LeaderEpoch.None, "note")])).ThrowIfAnyFailed();
        var all = await admin.ListGroupOffsetsAsync("billing");
        var some = await admin.ListGroupOffsetsAsync("billing", [new("orders", 1), new("orders", 2)]);
        (await admin.DeleteGroupOffsetsAsync("billing", [Orders])).ThrowIfAnyFailed();
        var rest = await admin.ListGroupOffsetsAsync("billing");

        Assert.Equal([7, 8], all.Values.Select(offset => offset.Value.Offset.Value));
        Assert.Equal((1, "note"), (some.Count, some[new("orders", 1)].Value.Metadata));
        Assert.Equal([new TopicPartition("orders", 1)], rest.Keys);
    }

    [Fact]
    public async Task Offset_of_a_missing_partition_fails_alone()
    {
        await using var cluster = await StartCluster();
        await using var admin = new AdminClient(new AdminOptions
        {
            BootstrapServers = [$"127.0.0.1:{cluster.KafkaPortOf(0)}"],
            Transport = TransportTo(cluster),
            UnknownTopicPatience = TimeSpan.Zero,
        });
        await cluster.ServeTopic("orders", 1, 1);

        var results = await admin.AlterGroupOffsetsAsync(
            "billing", [new(Orders, new(7)), new(new("absent", 0), new(7))]);

        Assert.True(results[Orders].IsOk);
        Assert.Equal(KafkaError.UnknownTopicOrPartition, results[new("absent", 0)].Failure?.Error);
    }

    [Fact]
    public async Task Groups_are_listed_described_and_deleted()
    {
        await using var cluster = await StartCluster(brokers: 2);
        await using var admin = Open(cluster);
        await AllAreKnown(admin, brokers: 2);
        await cluster.ServeTopic("orders", 1, 1);
        (await admin.AlterGroupOffsetsAsync("a", [new(Orders, new(1))])).ThrowIfAnyFailed();
        (await admin.AlterGroupOffsetsAsync("b", [new(Orders, new(1))])).ThrowIfAnyFailed();

        var listed = (await admin.ListGroupsAsync()).ThrowIfAnyFailed();
        var stable = (await admin.ListGroupsAsync(states: ["Stable"])).ThrowIfAnyFailed();
        var described = await admin.DescribeGroupsAsync(["a", "absent"]);
        var deleted = await admin.DeleteGroupsAsync(["a", "absent"]);

        Assert.Equal(
            ["a", "b"], listed.Successes.SelectMany(broker => broker.Value).Select(group => group.GroupId).Order());
        Assert.Empty(stable.Successes.SelectMany(broker => broker.Value));
        Assert.Equal(("Empty", 0), (described["a"].Value.State, described["a"].Value.Members.Count));
        Assert.Equal(KafkaError.GroupIdNotFound, described["absent"].Failure?.Error);
        Assert.True(deleted["a"].IsOk);
        Assert.Equal(KafkaError.GroupIdNotFound, deleted["absent"].Failure?.Error);
    }

    [Fact]
    public async Task Members_of_both_protocols_are_described_alike()
    {
        await using var cluster = await StartCluster();
        await using var admin = Open(cluster);
        await cluster.ServeTopic("orders", 1, 1);
        (await admin.AlterGroupOffsetsAsync("classic", [new(Orders, new(0))])).ThrowIfAnyFailed();
        await using var classic = await JoinClassic(cluster, "classic");
        await using var modern = await Join(cluster, "modern");

        var described = await Eventually.Is(
            () => admin.DescribeGroupsAsync(["classic", "modern"]),
            groups => groups.All(group => group.Value.IsOk && group.Value.Value.Members is [{ Assignment.Count: 1 }]),
            "both members have the partition");

        var ((_, old), (_, young)) = (described.First(), described.Last());
        Assert.Equal(("classic", "Stable", "range"), (old.Value.Type, old.Value.State, old.Value.Assignor));
        Assert.Equal(("consumer", "uniform"), (young.Value.Type, young.Value.Assignor));
        Assert.All(described.Values, group => Assert.Equal([Orders], group.Value.Members[0].Assignment));
        Assert.All(described.Values, group => Assert.Equal(["orders"], group.Value.Members[0].SubscribedTopics));
    }

    [Fact]
    public async Task Group_with_members_keeps_its_offsets_until_they_are_taken_out()
    {
        await using var cluster = await StartCluster();
        await using var admin = Open(cluster);
        await cluster.ServeTopic("orders", 1, 1);
        (await admin.AlterGroupOffsetsAsync("classic", [new(Orders, new(0))])).ThrowIfAnyFailed();
        await using var classic = await JoinClassic(cluster, "classic");

        var altered = await admin.AlterGroupOffsetsAsync("classic", [new(Orders, new(1))]);
        var deleted = await admin.DeleteGroupsAsync(["classic"]);
        var member = (await admin.DescribeGroupsAsync(["classic"]))["classic"].Value.Members.Single();
        var unknown = new GroupMember("nobody", null);
        var removed = await admin.RemoveGroupMembersAsync("classic", [new(member.MemberId, null), unknown]);

        Assert.Equal(KafkaError.UnknownMemberId, altered[Orders].Failure?.Error);
        Assert.Equal(KafkaError.NonEmptyGroup, deleted["classic"].Failure?.Error);
        Assert.True(removed[new(member.MemberId, null)].IsOk);
        Assert.Equal(KafkaError.UnknownMemberId, removed[unknown].Failure?.Error);
        (await admin.DeleteGroupsAsync(["classic"])).ThrowIfAnyFailed();
    }

    private static async Task<TestClient> Join(BrokerCluster cluster, string group)
    {
        var client = await TestClient.Connect(cluster);
        await Eventually.Is(
            () => client.Ask<ConsumerGroupHeartbeatResponse>(
                new ConsumerGroupHeartbeatRequest
                {
                    GroupId = group,
                    MemberId = Member,
                    MemberEpoch = 0,
                    RebalanceTimeout = TimeSpan.FromMinutes(1),
                    SubscribedTopicNames = ["orders"],
                    TopicPartitions = [],
                },
                version: 1),
            answer => answer.Error is KafkaError.None,
            "it has joined");
        return client;
    }

    private static async Task<TestClient> JoinClassic(BrokerCluster cluster, string group)
    {
        var client = await TestClient.Connect(cluster);
        var subscription = VersionedMessages.Write(
            new ConsumerProtocolSubscription { Topics = ["orders"] }, version: 3);
        var joined = await client.Ask<JoinGroupResponse>(
            new JoinGroupRequest
            {
                GroupId = group,
                SessionTimeout = TimeSpan.FromMinutes(5),
                RebalanceTimeout = TimeSpan.FromMinutes(5),
                MemberId = "",
                ProtocolType = "consumer",
                Protocols = [new() { Name = "range", Metadata = subscription }],
            },
            version: 0);
        var assignment = VersionedMessages.Write(
            new ConsumerProtocolAssignment { AssignedPartitions = [new() { Topic = "orders", Partitions = [0] }] },
            version: 3);
        var synced = await client.Ask<SyncGroupResponse>(
            new SyncGroupRequest
            {
                GroupId = group,
                GenerationId = joined.GenerationId,
                MemberId = joined.MemberId,
                Assignments = [new() { MemberId = joined.MemberId, Assignment = assignment }],
            },
            version: 0);
        Assert.Equal((KafkaError.None, KafkaError.None), (joined.Error, synced.Error));
        return client;
    }
}

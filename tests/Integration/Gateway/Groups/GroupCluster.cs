using System.Collections.Immutable;
using Cloud.Core.Groups;
using Cloud.Gateway;
using Cloud.Grains.Brokers;
using Cloud.Grains.Groups;
using Cloud.Integration.Brokers;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Integration.Gateway.Groups;

/// <summary>Brokers that serve groups without making anybody wait, and the way to a group's coordinator.</summary>
internal sealed class GroupCluster : IAsyncDisposable
{
    private const short FindCoordinatorVersion = 3;

    private GroupCluster(BrokerCluster brokers) => Brokers = brokers;

    public BrokerCluster Brokers { get; }

    public static async Task<GroupCluster> Start(int brokers = 1, GroupOptions? options = null)
    {
        var settings = new BrokerSettings
        {
            Groups = new() { Groups = (options ?? new()) with { InitialRebalanceDelay = TimeSpan.Zero } },
            OffsetsTopic = new OffsetsTopicSettings { PartitionCount = 3 },
        };
        var cluster = await BrokerCluster.Start(brokers, settings, new GatewayOptions());
        await cluster.ServeTopic("orders", 2, brokers);
        return new(cluster);
    }

    /// <summary>The broker that coordinates the group, as this one knows it.</summary>
    public async Task<int> CoordinatorOf(string group, int askedBroker = 0)
    {
        await using var client = await TestClient.Connect(Brokers, askedBroker);
        var answer = await Eventually.Is(
            () => client.Ask<FindCoordinatorResponse>(
                new FindCoordinatorRequest { Key = group }, FindCoordinatorVersion),
            found => found.Error is KafkaError.None,
            $"a coordinator of {group}");
        return answer.NodeId.Value;
    }

    /// <summary>A client of a group's coordinator, once that is ready.</summary>
    public async Task<TestClient> Connect(string group)
    {
        var client = await TestClient.Connect(Brokers, await CoordinatorOf(group));
        await Eventually.Is(
            () => client.AskNewest<OffsetFetchResponse>(Fetch(group)),
            answer => answer.Groups[0].Error is KafkaError.None,
            $"the coordinator of {group} is ready");
        return client;
    }

    public static OffsetFetchRequest Fetch(string group) =>
        new() { Groups = [new() { GroupId = group, MemberEpoch = -1 }] };

    /// <summary>As a consumer of the classic protocol subscribes.</summary>
    public static JoinGroupRequest Join(
        string group, string memberId, string assignor = "range", int sessionMilliseconds = 10_000) => new()
        {
            GroupId = group,
            MemberId = memberId,
            SessionTimeout = TimeSpan.FromMilliseconds(sessionMilliseconds),
            RebalanceTimeout = TimeSpan.FromSeconds(60),
            ProtocolType = "consumer",
            Protocols =
            [
                new()
                {
                    Name = assignor,
                    Metadata = VersionedMessages.Write(
                        new ConsumerProtocolSubscription { Topics = ["orders"] }, version: 0),
                },
            ],
        };

    public static OffsetCommitRequest Commit(
        string group,
        long offset,
        string memberId = "",
        int epoch = -1,
        int partition = 0,
        string topic = "orders",
        string? text = null) => new()
        {
            GroupId = group,
            MemberId = memberId,
            GenerationIdOrMemberEpoch = epoch,
            Topics =
            [
                new()
                {
                    Name = topic,
                    Partitions =
                    [
                        new() { PartitionIndex = partition, CommittedOffset = new(offset), CommittedMetadata = text },
                    ],
                },
            ],
        };

    public static KafkaError ErrorOf(OffsetCommitResponse answer) => answer.Topics[0].Partitions[0].Error;

    /// <summary>Joins with the id that the first answer gives, and brings the assignment if it leads.</summary>
    public static async Task<JoinGroupResponse> JoinAlone(TestClient client, string group)
    {
        var given = await client.Ask<JoinGroupResponse>(Join(group, ""), version: 5);
        Assert.Equal(KafkaError.MemberIdRequired, given.Error);
        var joined = await client.Ask<JoinGroupResponse>(Join(group, given.MemberId), version: 5);
        Assert.Equal((KafkaError.None, joined.MemberId), (joined.Error, joined.Leader));
        var synced = await client.Ask<SyncGroupResponse>(Sync(group, joined, "all"u8.ToArray()), version: 3);
        Assert.Equal(KafkaError.None, synced.Error);
        return joined;
    }

    public static SyncGroupRequest Sync(string group, JoinGroupResponse joined, byte[] assignment) => new()
    {
        GroupId = group,
        MemberId = joined.MemberId,
        GenerationId = joined.GenerationId,
        Assignments = [.. joined.Members.Select(member => new SyncGroupRequest.RequestAssignment
        {
            MemberId = member.MemberId,
            Assignment = assignment,
        })],
    };

    public static HeartbeatRequest Heartbeat(string group, string memberId, int generation) =>
        new() { GroupId = group, MemberId = memberId, GenerationId = generation };

    /// <summary>Waits until a member is told to join again.</summary>
    public static async Task IsRebalancing(TestClient client, JoinGroupResponse member) => await Eventually.Is(
        () => client.Ask<HeartbeatResponse>(Heartbeat("g", member.MemberId, member.GenerationId), version: 3),
        answer => answer.Error is KafkaError.RebalanceInProgress,
        "the group rebalances");

    /// <summary>What is committed of a partition of the topic.</summary>
    public static async Task<long> Committed(TestClient client, string group, int partition = 0)
    {
        var answer = await client.Ask<OffsetFetchResponse>(
            new OffsetFetchRequest
            {
                GroupId = group,
                Topics = ImmutableArray.Create(
                    new OffsetFetchRequest.Topic { Name = "orders", PartitionIndexes = [partition] }),
            },
            version: 7);
        Assert.Equal(KafkaError.None, answer.Error);
        return answer.Topics[0].Partitions[0].CommittedOffset.Value;
    }

    public ValueTask DisposeAsync() => Brokers.DisposeAsync();
}

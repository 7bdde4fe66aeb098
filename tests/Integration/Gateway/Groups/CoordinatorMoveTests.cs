using System.Buffers;
using Cloud.Grains.Interfaces.Groups;
using Cloud.Integration.Brokers;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Integration.Gateway.Groups;

/// <summary>A coordinator's broker dies, and another goes on with what was committed (F11, F37, F39).</summary>
public sealed class CoordinatorMoveTests
{
    [Fact]
    public async Task Coordinator_that_dies_amid_commits_loses_none_that_it_has_answered()
    {
        await using var cluster = await GroupCluster.Start(brokers: 3);
        var first = await cluster.CoordinatorOf("g");
        await using var client = await cluster.Connect("g");
        var answered = -1L;
        for (var offset = 0; offset < 50; offset++)
        {
            Assert.Equal(
                KafkaError.None,
                GroupCluster.ErrorOf(await client.AskNewest<OffsetCommitResponse>(GroupCluster.Commit("g", offset))));
            answered = offset;
        }

        // One that nobody knows the end of.
        await client.Send(GroupCluster.Commit("g", answered + 1), version: 9);
        await cluster.Brokers.Kill(first);

        await using var next = await ConnectToNext(cluster, first);
        var committed = await GroupCluster.Committed(next, "g");
        Assert.InRange(committed, answered, answered + 1);
        Assert.Equal(committed, await GroupCluster.Committed(next, "g"));
    }

    [Fact]
    public async Task Member_of_a_stable_group_goes_on_at_the_next_coordinator()
    {
        await using var cluster = await GroupCluster.Start(brokers: 3);
        var first = await cluster.CoordinatorOf("g");
        await using var client = await cluster.Connect("g");
        var member = await GroupCluster.JoinAlone(client, "g");

        await cluster.Brokers.Kill(first);

        await using var next = await ConnectToNext(cluster, first);
        var beat = await next.AskNewest<HeartbeatResponse>(
            GroupCluster.Heartbeat("g", member.MemberId, member.GenerationId));
        var stranger = await next.Ask<OffsetCommitResponse>(
            GroupCluster.Commit("g", 9, "gone", member.GenerationId), version: 7);
        var stale = await next.Ask<OffsetCommitResponse>(
            GroupCluster.Commit("g", 9, member.MemberId, member.GenerationId - 1), version: 7);
        var commit = await next.Ask<OffsetCommitResponse>(
            GroupCluster.Commit("g", 5, member.MemberId, member.GenerationId), version: 7);

        Assert.Equal(KafkaError.None, beat.Error);
        Assert.Equal(KafkaError.UnknownMemberId, GroupCluster.ErrorOf(stranger));
        Assert.Equal(KafkaError.IllegalGeneration, GroupCluster.ErrorOf(stale));
        Assert.Equal(KafkaError.None, GroupCluster.ErrorOf(commit));
        Assert.Equal(5, await GroupCluster.Committed(next, "g"));
    }

    [Fact]
    public async Task Rebalance_that_was_under_way_is_begun_anew_at_the_next_coordinator()
    {
        await using var cluster = await GroupCluster.Start(brokers: 3);
        var first = await cluster.CoordinatorOf("g");
        await using var client = await cluster.Connect("g");
        await using var waiting = await cluster.Connect("g");
        var member = await GroupCluster.JoinAlone(client, "g");
        await waiting.Send(GroupCluster.Join("g", ""), version: 0);
        await GroupCluster.IsRebalancing(client, member);

        await cluster.Brokers.Kill(first);

        await using var next = await ConnectToNext(cluster, first);
        var rejoined = await next.Ask<JoinGroupResponse>(GroupCluster.Join("g", member.MemberId), version: 5);
        Assert.Equal((KafkaError.None, 2), (rejoined.Error, rejoined.GenerationId));
        Assert.Equal(member.MemberId, Assert.Single(rejoined.Members).MemberId);
    }

    [Fact]
    public async Task Grain_of_a_group_is_found_at_its_coordinator_wherever_that_is()
    {
        await using var cluster = await GroupCluster.Start(brokers: 3);
        var first = await cluster.CoordinatorOf("g");
        await using var client = await cluster.Connect("g");
        var before = await Ask(cluster, GroupCluster.Commit("g", 3));

        await cluster.Brokers.Kill(first);
        await using var next = await ConnectToNext(cluster, first);
        var after = await Eventually.Is(
            () => Ask(cluster, GroupCluster.Commit("g", 4)),
            answer => answer is KafkaError.None,
            "the grain is where the coordinator is");

        Assert.Equal((KafkaError.None, KafkaError.None), (before, after));
        Assert.Equal(4, await GroupCluster.Committed(next, "g"));
        await Assert.ThrowsAsync<ArgumentException>(() => Ask(cluster, GroupCluster.Commit("other", 1)));
    }

    private static async Task<KafkaError> Ask(GroupCluster cluster, OffsetCommitRequest request)
    {
        const short Version = 9;
        const int LengthBytes = 4;
        using var frame = new OutgoingFrame();
        RequestFrames.Write(frame, request, Version, correlationId: 1, clientId: "test");
        var bytes = new ArrayBufferWriter<byte>();
        frame.CopyTo(bytes);
        var answer = await cluster.Brokers.Grains.GetGrain<IConsumerGroupGrain>("g")
            .Ask(new(bytes.WrittenMemory[LengthBytes..], "/here"));
        Assert.True(ResponseFrames.TryRead(
            new(answer.Frame), request.Api, Version, out var response, out var error), error.ToString());
        return GroupCluster.ErrorOf((OffsetCommitResponse)response);
    }

    private static async Task<TestClient> ConnectToNext(GroupCluster cluster, int first)
    {
        var asked = cluster.Brokers.Brokers.First();
        var next = await Eventually.Is(
            () => cluster.CoordinatorOf("g", asked), broker => broker != first, "another broker coordinates the group");
        var client = await TestClient.Connect(cluster.Brokers, next);
        await Eventually.Is(
            () => client.AskNewest<OffsetFetchResponse>(GroupCluster.Fetch("g")),
            answer => answer.Groups[0].Error is KafkaError.None,
            "the next coordinator is ready");
        return client;
    }
}

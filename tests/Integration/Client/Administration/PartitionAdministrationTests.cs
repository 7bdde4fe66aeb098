using Cloud.Client;
using Cloud.Integration.Brokers;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Integration.Client.Administration;

/// <summary>Elections and moves of replicas.</summary>
public class PartitionAdministrationTests : AdministrationTests
{
    private static readonly TopicPartition Orders = new("orders", 0);

    [Fact]
    public async Task Replicas_are_moved_to_another_broker()
    {
        await using var cluster = await StartCluster(brokers: 2);
        await using var admin = Open(cluster);
        await AllAreKnown(admin, brokers: 2);
        (await admin.CreateTopicsAsync([new NewTopic("orders") { Assignments = [Ids(0)] }])).ThrowIfAnyFailed();

        (await admin.ReassignPartitionsAsync(
            new Dictionary<TopicPartition, IReadOnlyList<BrokerId>?> { [Orders] = Ids(1) })).ThrowIfAnyFailed();

        await Eventually.Is(
            () => admin.DescribeTopicsAsync(["orders"]),
            topics => topics["orders"].IsOk && topics["orders"].Value.Partitions[0].Replicas.SequenceEqual(Ids(1)),
            "the replica has moved");
        await Eventually.Is(() => admin.ListReassignmentsAsync(), moves => moves.Count == 0, "no move is under way");
    }

    [Fact]
    public async Task Move_to_a_broker_that_is_away_is_listed_and_taken_back()
    {
        await using var cluster = await StartCluster(brokers: 2);
        await using var admin = Open(cluster);
        await AllAreKnown(admin, brokers: 2);
        (await admin.CreateTopicsAsync([new NewTopic("orders") { Assignments = [Ids(0)] }])).ThrowIfAnyFailed();
        await cluster.Kill(1);

        (await admin.ReassignPartitionsAsync(
            new Dictionary<TopicPartition, IReadOnlyList<BrokerId>?> { [Orders] = Ids(1) })).ThrowIfAnyFailed();
        var moves = await admin.ListReassignmentsAsync([Orders]);
        var back = await admin.ReassignPartitionsAsync(
            new Dictionary<TopicPartition, IReadOnlyList<BrokerId>?> { [Orders] = null });
        var again = await admin.ReassignPartitionsAsync(
            new Dictionary<TopicPartition, IReadOnlyList<BrokerId>?> { [Orders] = null });

        Assert.Equal(Ids(1), moves[Orders].Adding);
        Assert.Equal(Ids(0), moves[Orders].Removing);
        back.ThrowIfAnyFailed();
        Assert.Equal(KafkaError.NoReassignmentInProgress, again[Orders].Failure?.Error);
    }

    [Fact]
    public async Task Preferred_leader_is_elected_when_it_is_back()
    {
        await using var cluster = await StartCluster(brokers: 2);
        await using var admin = Open(cluster);
        await AllAreKnown(admin, brokers: 2);
        (await admin.CreateTopicsAsync([new NewTopic("orders") { Assignments = [Ids(1, 0)] }])).ThrowIfAnyFailed();
        await cluster.Stop(1);
        await LeaderIs(admin, 0);
        await cluster.Start(1);
        await Eventually.Is(
            () => admin.DescribeTopicsAsync(["orders"]),
            topics => topics["orders"].IsOk && topics["orders"].Value.Partitions[0].Isr.Count == 2,
            "it is in sync again");

        (await admin.ElectLeadersAsync(ElectionType.Preferred, [Orders])).ThrowIfAnyFailed();
        await LeaderIs(admin, 1);
        var needless = await admin.ElectLeadersAsync(ElectionType.Preferred, [Orders, new("absent", 0)]);
        var all = await admin.ElectLeadersAsync(ElectionType.Preferred);

        Assert.Equal(KafkaError.ElectionNotNeeded, needless[Orders].Failure?.Error);
        Assert.Equal(KafkaError.UnknownTopicOrPartition, needless[new("absent", 0)].Failure?.Error);
        Assert.Empty(all.Failures);
    }

    private static Task LeaderIs(AdminClient admin, int broker) => Eventually.Is(
        () => admin.DescribeTopicsAsync(["orders"]),
        topics => topics["orders"].IsOk && topics["orders"].Value.Partitions[0].Leader.Value == broker,
        $"broker {broker} leads");
}

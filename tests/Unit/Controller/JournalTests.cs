using Cloud.Core.Controller;
using Cloud.Core.Controller.Documents;

namespace Cloud.Unit.Controller;

public sealed class JournalTests
{
    private const int SeedCount = 40;
    private const int StepCount = 60;

    [Fact]
    public async Task Controller_that_takes_over_has_what_the_last_one_committed()
    {
        var store = new MemoryStore();
        var (journal, machine) = await TakeOver(store);
        await Run(journal, machine, new RandomCommands(machine, new Random(1)), steps: 200);

        var (_, successor) = await TakeOver(store);

        Assert.True(successor.Cluster.ControllerEpoch > machine.Cluster.ControllerEpoch);
        Assert.True(successor.Cluster.MetadataVersion > machine.Cluster.MetadataVersion);
        ControllerChecks.AreEqual(machine, WithoutClaim(machine, successor));
    }

    [Fact]
    public async Task Controller_is_deposed_by_its_successor_whatever_it_writes()
    {
        var store = new MemoryStore();
        var (journal, machine) = await TakeOver(store);
        await Run(journal, machine, new RandomCommands(machine, new Random(1)), steps: 200);
        var (_, successor) = await TakeOver(store);
        var documents = store.Documents.ToDictionary();

        foreach (var topic in machine.Topics)
        {
            await Assert.ThrowsAsync<ControllerDeposedException>(
                () => journal.Commit([new ControllerRecord.TopicChanged(topic)]));
        }

        await Assert.ThrowsAsync<ControllerDeposedException>(
            () => journal.Commit([new ControllerRecord.ClusterChanged(machine.Cluster)]));
        Assert.Equal(documents, store.Documents);
        ControllerChecks.Holds(successor);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Crash_at_any_write_leaves_documents_to_go_on_from(bool isAmbiguous)
    {
        for (var seed = 0; seed < SeedCount; seed++)
        {
            var store = new MemoryStore { IsFailureAmbiguous = isAmbiguous };
            var random = new Random(seed);
            for (var life = 0; life < 12; life++)
            {
                store.WritesLeft = int.MaxValue;
                var (journal, machine) = await TakeOver(store);
                ControllerChecks.Holds(machine);
                store.WritesLeft = random.Next(40);
                var commands = new RandomCommands(machine, random, firstTopic: (life + 1) * 1000);
                await RunToTheCrash(journal, machine, commands);
            }
        }
    }

    [Fact]
    public async Task Removed_topic_leaves_no_document_behind()
    {
        var store = new MemoryStore();
        var (journal, machine) = await TakeOver(store);
        await RunToTheFirstTopic(journal, machine);
        var topic = machine.Topics.First();
        store.WritesLeft = 1;

        var deletion = machine.DeleteTopic(topic.Id);
        await Assert.ThrowsAsync<ControllerDeposedException>(() => journal.Commit(deletion.Records));
        Assert.Contains(ControllerDocumentNames.Topic(topic.Id), store.Documents.Keys);

        store.WritesLeft = int.MaxValue;
        var (_, successor) = await TakeOver(store);
        Assert.Null(successor.FindTopic(topic.Id));
        Assert.Contains(topic.Id, successor.Snapshot().RemovedTopics);
        Assert.DoesNotContain(ControllerDocumentNames.Topic(topic.Id), store.Documents.Keys);
    }

    [Fact]
    public async Task Listed_topic_that_is_missing_stops_the_take_over()
    {
        var store = new MemoryStore();
        var (journal, machine) = await TakeOver(store);
        await RunToTheFirstTopic(journal, machine);
        store.Documents.Remove(ControllerDocumentNames.Topic(machine.Topics.First().Id));

        var failure = await Assert.ThrowsAsync<ControllerDocumentException>(() => TakeOver(store));

        Assert.Equal(ControllerDocumentFault.Missing, failure.Fault);
    }

    [Fact]
    public async Task Store_of_another_cluster_or_release_stops_the_take_over()
    {
        var store = new MemoryStore();
        await TakeOver(store);

        var foreign = await Assert.ThrowsAsync<ControllerDocumentException>(() => ControllerJournal.TakeOver(
            store, "another-cluster", TestCluster.Rules, new ControllerOptions()));
        store.Documents[ControllerDocumentNames.Cluster] = new("tag", """{"version":2}"""u8.ToArray());
        var unknown = await Assert.ThrowsAsync<ControllerDocumentException>(() => TakeOver(store));

        Assert.Equal(ControllerDocumentFault.ForeignCluster, foreign.Fault);
        Assert.Equal(ControllerDocumentFault.UnknownVersion, unknown.Fault);
    }

    private static Task<(ControllerJournal Journal, ControllerMachine Machine)> TakeOver(MemoryStore store) =>
        ControllerJournal.TakeOver(store, TestCluster.ClusterId, TestCluster.Rules, new ControllerOptions());

    private static async Task Run(
        ControllerJournal journal, ControllerMachine machine, RandomCommands commands, int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            var records = commands.Next();
            await journal.Commit(records);
            machine.Commit(records);
        }
    }

    private static async Task RunToTheFirstTopic(ControllerJournal journal, ControllerMachine machine)
    {
        var commands = new RandomCommands(machine, new Random(3));
        while (machine.Topics.Count == 0)
        {
            await Run(journal, machine, commands, steps: 1);
        }
    }

    private static async Task RunToTheCrash(
        ControllerJournal journal, ControllerMachine machine, RandomCommands commands)
    {
        try
        {
            await Run(journal, machine, commands, StepCount);
        }
        catch (ControllerDeposedException)
        {
            // The crash that was asked for.
        }
    }

    /// <summary>The successor as it would be without the marks of a take-over.</summary>
    private static ControllerMachine WithoutClaim(ControllerMachine before, ControllerMachine successor) => new(
        successor.Cluster with
        {
            ControllerEpoch = before.Cluster.ControllerEpoch,
            MetadataVersion = before.Cluster.MetadataVersion,
        },
        successor.Topics,
        TestCluster.Rules,
        new ControllerOptions());
}

using Cloud.Core.Controller;
using Cloud.Core.Controller.Metadata;
using FsCheck;
using FsCheck.Fluent;

namespace Cloud.Unit.Controller;

public sealed class RandomCommandTests
{
    private const int StepCount = 300;

    [Fact]
    public void Any_sequence_of_commands_keeps_the_invariants()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(100), Prop.ForAll<int>(KeepsInvariants));
    }

    [Fact]
    public void Records_replayed_on_a_fresh_machine_make_the_same_state()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20), Prop.ForAll<int>(ReplaysToTheSame));
    }

    private static void KeepsInvariants(int seed)
    {
        var machine = NewMachine();
        var commands = new RandomCommands(machine, new Random(seed));
        var replicas = new CommittedRecords();
        var image = MetadataImage.Empty.Apply(machine.Snapshot())!;
        for (var step = 0; step < StepCount; step++)
        {
            var before = machine.Topics.ToDictionary(topic => topic.Id);
            var version = machine.Cluster.MetadataVersion;

            var records = commands.Next();
            var delta = machine.Commit(records);

            Assert.Equal(version + (records.IsEmpty ? 0 : 1), machine.Cluster.MetadataVersion);
            ControllerChecks.Holds(machine);
            ControllerChecks.Follows(machine, before);
            replicas.DiskIsLost(commands.LostDisk);
            replicas.CacheIsLost(commands.LostCache, machine);
            commands.Accepted.ForEach(replicas.AreCaughtUp);

            replicas.Step(machine);
            if (delta is not null)
            {
                image = image.Apply(delta)!;
                ControllerChecks.AreEqual(MetadataImage.Empty.Apply(machine.Snapshot())!, image);
            }
        }
    }

    private static void ReplaysToTheSame(int seed)
    {
        var machine = NewMachine();
        var copy = NewMachine();
        var commands = new RandomCommands(machine, new Random(seed));
        for (var step = 0; step < StepCount; step++)
        {
            var records = commands.Next();
            machine.Commit(records);
            foreach (var record in records)
            {
                copy.Replay(record);
            }
        }

        ControllerChecks.AreEqual(machine, copy);
    }

    private static ControllerMachine NewMachine() =>
        new(TestCluster.EmptyCluster, topics: [], TestCluster.Rules, new ControllerOptions());
}

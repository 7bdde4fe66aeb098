using Cloud.Simulation.Groups;
using Cloud.Simulation.Worlds;

namespace Cloud.Unit.Groups;

/// <summary>A fixed set of seeds; many more are run by the simulator's own command.</summary>
public sealed class GroupSimulationTests
{
    private const int SeedsMax = 40;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    public void Group_under_faults_keeps_its_rules_and_comes_to_rest(int seed)
    {
        var report = GroupRun.Run(seed, new GroupRunOptions());

        Assert.True(report.CommitCount > 0);
        Assert.True(report.MoveCount > 1);
    }

    [Theory]
    [InlineData("AppendsAreAnsweredBeforeTheyAreCommitted")]
    [InlineData("DeposedCoordinatorsMayAppend")]
    [InlineData("LoadingEndsAtTheHighWatermark")]
    [InlineData("StaleMembersMayCommit")]
    [InlineData("PartitionsAreGivenBeforeTheyAreFree")]
    [InlineData("TimeDoesNotPass")]
    public void Broken_rule_is_noticed(string mutation)
    {
        var options = new GroupRunOptions { Mutation = Enum.Parse<GroupMutation>(mutation) };

        Assert.Throws<SimulationViolationException>(() => RunSome(options));
    }

    [Fact]
    public void Same_seed_takes_the_same_course()
    {
        var first = GroupRun.Run(21, new GroupRunOptions());
        var second = GroupRun.Run(21, new GroupRunOptions());

        Assert.Equal((first.TraceHash, first.StepCount), (second.TraceHash, second.StepCount));
    }

    private static void RunSome(GroupRunOptions options)
    {
        for (var seed = 1; seed <= SeedsMax; seed++)
        {
            GroupRun.Run(seed, options);
        }
    }
}

using Cloud.Simulation.Cluster;
using Cloud.Simulation.Cluster.Faults;

namespace Cloud.Unit.Clusters;

/// <summary>A fixed set of seeds; many more are run by the simulator's own command.</summary>
public class ClusterSimulationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(18)]
    [InlineData(19)]
    [InlineData(20)]
    public void Cluster_under_faults_keeps_its_rules_and_comes_to_rest(int seed)
    {
        var report = ClusterRun.Run(seed, new ClusterOptions());

        Assert.True(report.StepCount >= 2000);
        Assert.True(report.AcknowledgedCount > 0);
    }

    // What the simulator has found. The course of a seed changes with the simulator; the rule that was broken does not.
    [Theory]
    [InlineData(6, "a replica added within a term was never proposed for the ISR")]
    [InlineData(34, "a follower that was closed made its leader resign")]
    [InlineData(196, "a controller was deposed by a decision that nobody waited for")]
    [InlineData(352, "a clean end before the registration hid the unclean one before it")]
    [InlineData(49, "a full disk kept a broker's tick from going on after its first checkpoint")]
    [InlineData(59, "a controller that was deposed took the report of a deletion and forgot it")]
    [InlineData(375, "a controller that was deposed told a leader that its life was over")]
    [InlineData(66, "a report of a deletion was lost and never repeated")]
    [InlineData(109, "a controller that was deposed refused a broker for knowing more, for good")]
    [InlineData(304653, "a tail of its own survived below the start of a log whose first records were deleted")]
    public void Cluster_withstands_what_once_broke_it(int seed, string finding)
    {
        var report = ClusterRun.Run(seed, new ClusterOptions());

        Assert.True(report.CommittedCount > 0, finding);
    }

    // These are rare among the others, or need company to do harm.
    [Theory]
    [InlineData(1, nameof(FaultKind.DiskFull))]
    [InlineData(54, nameof(FaultKind.DiskFull))]
    [InlineData(1, nameof(FaultKind.DiskError))]
    [InlineData(2, nameof(FaultKind.DiskError))]
    [InlineData(1, nameof(FaultKind.FailAfterJoin))]
    [InlineData(2, nameof(FaultKind.FailAfterJoin))]
    [InlineData(47, nameof(FaultKind.BounceAndKill))]
    [InlineData(1, nameof(FaultKind.MembershipDown))]
    [InlineData(2, nameof(FaultKind.MembershipDown))]
    public void Cluster_withstands_one_fault_above_all(int seed, string favourite)
    {
        var report = ClusterRun.Run(seed, new ClusterOptions { Favourite = Enum.Parse<FaultKind>(favourite) });

        Assert.True(report.CommittedCount > 0);
    }

    [Fact]
    public void Same_seed_takes_the_same_course()
    {
        var first = ClusterRun.Run(21, new ClusterOptions());
        var second = ClusterRun.Run(21, new ClusterOptions());

        Assert.Equal(first.TraceHash, second.TraceHash);
        Assert.Equal(first.StepCount, second.StepCount);
    }
}

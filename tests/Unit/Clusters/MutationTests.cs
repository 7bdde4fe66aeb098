using Cloud.Simulation.Cluster;
using Cloud.Simulation.Replication;
using Cloud.Simulation.Worlds;

namespace Cloud.Unit.Clusters;

/// <summary>
/// The checks bite: each broken rule is noticed within few seeds. Rules whose loss takes hundreds of seeds to show are
/// left to the simulator's own command; their stories are told in the tests of partitions.
/// </summary>
public class MutationTests
{
    private const int SeedsMax = 70;

    [Theory]
    [InlineData("acknowledge before commit")]
    [InlineData("acknowledge before flush")]
    [InlineData("count only the committed isr")]
    [InlineData("cut by high watermark")]
    [InlineData("elr ignored")]
    [InlineData("failed logs are thrown away while they may count")]
    [InlineData("follower takes its end for committed")]
    [InlineData("former lives are proposed as present ones")]
    [InlineData("high watermark from the leader alone")]
    [InlineData("high watermark goes back")]
    [InlineData("isr expands before catching up at any pace")]
    [InlineData("isr shrinks before commit")]
    [InlineData("late truncations are obeyed")]
    [InlineData("lead again in a former epoch by metadata of a former life")]
    [InlineData("minimum of replicas ignored")]
    [InlineData("new leader takes its end for committed")]
    [InlineData("no leader epoch check")]
    [InlineData("read beyond the high watermark")]
    public void Broken_rule_is_noticed(string mutation)
    {
        var options = RuleMutants.OptionsFor(mutation);

        Assert.Throws<SimulationViolationException>(() => RunSome(options));
    }

    private static void RunSome(ClusterOptions options)
    {
        for (var seed = 1; seed <= SeedsMax; seed++)
        {
            ClusterRun.Run(seed, options);
        }
    }
}

using Cloud.Simulation.Cluster;
using Cloud.Simulation.Replication;
using Cloud.Simulation.Worlds;

namespace Cloud.Unit.Clusters;

/// <summary>The checks bite: each broken rule is noticed, by the first seed that is known to.</summary>
public class MutationTests
{
    [Theory]
    [InlineData("acknowledge before commit", 1)]
    [InlineData("acknowledge before flush", 16)]
    [InlineData("cut by high watermark", 12)]
    [InlineData("follower takes its end for committed", 1)]
    [InlineData("high watermark from the leader alone", 1)]
    [InlineData("high watermark goes back", 8)]
    [InlineData("isr shrinks before commit", 1)]
    [InlineData("minimum of replicas ignored", 5)]
    [InlineData("new leader takes its end for committed", 2)]
    [InlineData("no leader epoch check", 8)]
    [InlineData("old states supersede", 14)]
    [InlineData("read beyond the high watermark", 1)]
    public void Broken_rule_is_noticed(string mutation, int seed)
    {
        var options = new ClusterOptions { Rules = RuleMutants.All[mutation] };

        Assert.Throws<SimulationViolationException>(() => ClusterRun.Run(seed, options));
    }
}

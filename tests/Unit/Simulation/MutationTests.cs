using Cloud.Simulation.Cluster;
using Cloud.Simulation.Cluster.Mutations;
using Cloud.Simulation.Worlds;

namespace Cloud.Unit.Simulation;

/// <summary>The checks bite: each broken rule is noticed, by the first seed that is known to.</summary>
public class MutationTests
{
    [Theory]
    [InlineData("ack-before-commit", 1)]
    [InlineData("cut-any-log", 3)]
    [InlineData("follower-takes-its-end", 1)]
    [InlineData("hw-from-leader", 1)]
    [InlineData("hw-goes-back", 1)]
    [InlineData("join-without-catching-up", 1)]
    [InlineData("leader-starts-at-its-end", 1)]
    [InlineData("no-epoch-check", 1)]
    [InlineData("read-beyond-hw", 1)]
    [InlineData("shrink-before-commit", 1)]
    public void Broken_rule_is_noticed(string mutation, int seed)
    {
        var options = new ClusterOptions { Rules = MutationCatalog.All[mutation]() };

        Assert.Throws<SimulationViolationException>(() => ClusterRun.Run(seed, options));
    }
}

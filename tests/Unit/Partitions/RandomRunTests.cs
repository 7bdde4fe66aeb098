using Cloud.Simulation.Replication;

namespace Cloud.Unit.Partitions;

/// <summary>
/// A small taste of what the cluster simulator does at length: enough to see on every build that the rules are needed.
/// </summary>
public sealed class RandomRunTests
{
    private const int Steps = 120;

    public static TheoryData<string> Mutants =>
        [.. (string[])["high watermark from the leader alone", "acknowledge before commit", "no leader epoch check"]];

    [Fact]
    public void Nothing_acknowledged_is_lost_and_replicas_agree()
    {
        var acknowledged = 0;
        for (var seed = 1; seed <= 30; seed++)
        {
            var run = new RandomRun(seed);
            var fault = run.Run(Steps);
            Assert.True(fault is null, $"seed {seed}: {fault}");
            acknowledged += run.AcknowledgedCount;
        }

        Assert.InRange(acknowledged, 200, int.MaxValue);
    }

    [Theory]
    [MemberData(nameof(Mutants))]
    public void Missing_rule_is_noticed(string mutant)
    {
        var rules = RuleMutants.All[mutant];

        var noticed = Enumerable.Range(1, 60).Any(seed => new RandomRun(seed, rules).Run(Steps) is not null);

        Assert.True(noticed);
    }
}

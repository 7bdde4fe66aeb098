using Cloud.Simulation.Storage;

namespace Cloud.Unit.Storage.Compaction;

/// <summary>The real driver on a disk that forgets: the simulation runs the same with many more seeds.</summary>
public sealed class CompactionCrashTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Compaction_that_crashes_at_any_step_loses_nothing_and_finishes_later(int seed)
    {
        Assert.InRange(CompactionCrashRun.CrashEverywhere(seed), 30, 5000);
    }
}

using Cloud.Simulation.Storage;

namespace Cloud.Unit.Storage.Logs;

public sealed class LogCrashTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Log_that_crashes_at_any_step_recovers_what_was_promised(bool isWriteCaching)
    {
        var crashes = 0L;
        for (var seed = 1; seed <= 15; seed++)
        {
            crashes += LogCrashRun.CrashEverywhere(seed, isWriteCaching);
        }

        Assert.True(crashes > 1000);
    }
}

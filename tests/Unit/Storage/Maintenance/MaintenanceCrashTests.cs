using Cloud.Simulation.Storage;

namespace Cloud.Unit.Storage.Maintenance;

public sealed class MaintenanceCrashTests
{
    [Fact]
    public void Maintenance_that_crashes_at_any_step_loses_nothing_and_leaves_nothing_behind()
    {
        var crashes = 0L;
        for (var seed = 1; seed <= 2; seed++)
        {
            crashes += MaintenanceCrashRun.CrashEverywhere(seed);
        }

        Assert.True(crashes > 400, $"{crashes} crashes");
    }
}

using Cloud.Simulation.Storage;

namespace Cloud.Unit.Storage.Logs;

public sealed class PartitionLogProperties
{
    [Fact]
    public void Log_under_random_appends_rolls_truncations_and_retention_equals_its_model() =>
        Seeded.Check(seed => LogCrashRun.RunWithoutCrash(seed, isWriteCaching: seed % 2 == 0), runs: 300);

    [Fact]
    public void Log_that_crashes_at_a_random_step_recovers_what_was_promised() =>
        Seeded.Check(seed => LogCrashRun.CrashOnce(seed, isWriteCaching: seed % 2 == 0), runs: 300);
}

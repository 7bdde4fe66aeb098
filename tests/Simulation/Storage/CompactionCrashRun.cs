namespace Cloud.Simulation.Storage;

/// <summary>Crashes the compaction of one random log at every step it takes.</summary>
public static class CompactionCrashRun
{
    /// <summary>Returns how many crash points were tried.</summary>
    /// <exception cref="InvalidOperationException">Names seed and step of the first failure.</exception>
    public static long CrashEverywhere(int seed)
    {
        for (var step = 1L; ; step++)
        {
            try
            {
                var scenario = new CompactionCrashScenario(seed, step);
                if (!scenario.Run())
                {
                    scenario.Recover();
                    return step - 1;
                }

                scenario.Recover();
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Seed {seed}, crash at step {step}: {error.Message}", error);
            }
        }
    }
}

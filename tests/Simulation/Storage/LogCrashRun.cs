namespace Cloud.Simulation.Storage;

/// <summary>Crashes one random load at every step it takes, in one durability mode.</summary>
public static class LogCrashRun
{
    /// <summary>Returns how many crash points were tried.</summary>
    /// <exception cref="InvalidOperationException">Names seed, mode and step of the first failure.</exception>
    public static long CrashEverywhere(int seed, bool isWriteCaching)
    {
        for (var step = 1L; ; step++)
        {
            var scenario = new LogCrashScenario(seed, isWriteCaching, step);
            try
            {
                if (!scenario.Run())
                {
                    return step - 1;
                }

                scenario.Recover();
            }
            catch (Exception error)
            {
                throw new InvalidOperationException(
                    $"Seed {seed}, write caching {isWriteCaching}, crash at step {step}: {error.Message}", error);
            }
        }
    }
}

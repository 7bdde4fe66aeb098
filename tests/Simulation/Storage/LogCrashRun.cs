namespace Cloud.Simulation.Storage;

/// <summary>Crashes one random load at every step it takes, in one durability mode.</summary>
public static class LogCrashRun
{
    /// <summary>
    /// The load to its end: what the log holds, and holds again after a clean restart, is what the model says.
    /// </summary>
    public static void RunWithoutCrash(int seed, bool isWriteCaching)
    {
        var scenario = new LogCrashScenario(seed, isWriteCaching, long.MaxValue);
        Expect.That(!scenario.Run(), "nothing crashes unplanned");
        scenario.CheckClosed();
    }

    /// <summary>A crash at a step that the seed chooses.</summary>
    public static void CrashOnce(int seed, bool isWriteCaching)
    {
        var step = 1 + (seed % 200);
        var scenario = new LogCrashScenario(seed, isWriteCaching, step);
        if (scenario.Run())
        {
            scenario.Recover();
        }
    }

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

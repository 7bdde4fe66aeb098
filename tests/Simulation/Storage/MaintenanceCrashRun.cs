namespace Cloud.Simulation.Storage;

/// <summary>Crashes the maintenance of a broker's logs at every step it takes.</summary>
public static class MaintenanceCrashRun
{
    /// <summary>Returns how many crash points were tried.</summary>
    /// <exception cref="InvalidOperationException">Names seed and step of the first failure.</exception>
    public static long CrashEverywhere(int seed)
    {
        for (var step = 1L; ; step++)
        {
            try
            {
                var scenario = new MaintenanceCrashScenario(seed, step);
                var hasCrashed = scenario.Run();
                scenario.Recover();
                if (!hasCrashed)
                {
                    return step - 1;
                }
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Seed {seed}, crash at step {step}: {error.Message}", error);
            }
        }
    }
}

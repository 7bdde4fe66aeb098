namespace Cloud.Simulation;

/// <summary>A check of the simulator: what must hold after every step, in words.</summary>
internal static class Expect
{
    public static void That(bool condition, string rule)
    {
        if (!condition)
        {
            throw new ExpectationFailedException(rule);
        }
    }
}

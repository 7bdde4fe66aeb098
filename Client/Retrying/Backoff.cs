namespace Cloud.Client;

/// <summary>Pauses that double from the first to the longest, each give or take a fifth (KIP-580).</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest)
{
    private const double Jitter = 0.2;

    // Beyond this the longest pause is reached with any sensible first one.
    private const int DoublingsMax = 30;

    /// <param name="failures">How many there were in a row; 1 or more.</param>
    public TimeSpan Pause(int failures)
    {
        // Not yet a time, which could not hold it.
        var doubled = first.Ticks * Math.Pow(2, Math.Min(failures - 1, DoublingsMax));
        var bounded = doubled < longest.Ticks ? TimeSpan.FromTicks((long)doubled) : longest;
        return bounded * (1 - Jitter + (2 * Jitter * Random.Shared.NextDouble()));
    }
}

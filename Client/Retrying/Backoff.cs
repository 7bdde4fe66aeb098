namespace Cloud.Client;

/// <summary>Pauses that double from the first to the longest, each give or take a fifth (KIP-580).</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest)
{
    private const double Jitter = 0.2;

    // Beyond this the longest pause is reached with any sensible first one, and the power would overflow.
    private const int DoublingsMax = 30;

    /// <param name="failures">How many there were in a row; 1 or more.</param>
    public TimeSpan Pause(int failures)
    {
        var doubled = first * Math.Pow(2, Math.Min(failures - 1, DoublingsMax));
        var bounded = doubled < longest ? doubled : longest;
        return bounded * (1 - Jitter + (2 * Jitter * Random.Shared.NextDouble()));
    }
}

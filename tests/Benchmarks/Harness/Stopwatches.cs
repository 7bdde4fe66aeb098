using System.Diagnostics;

namespace Cloud.Benchmarks.Harness;

/// <summary>Times of synchronous work.</summary>
internal static class Stopwatches
{
    public static double Seconds(Action work)
    {
        var started = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}

using System.Diagnostics;

namespace Cloud.Benchmarks.Gateway;

/// <summary>What some work took: of the clock, and of the silo's processor time.</summary>
internal readonly record struct Cost(TimeSpan Elapsed, TimeSpan Processor)
{
    public static async Task<Cost> Of(MeasuredSilo silo, Func<Task> work)
    {
        var processor = silo.ProcessorTime;
        var started = Stopwatch.GetTimestamp();
        await work();
        return new(Stopwatch.GetElapsedTime(started), silo.ProcessorTime - processor);
    }

    public double PerSecond(double count) => count / Elapsed.TotalSeconds;

    public double MicrosecondsPer(double count) => Processor.TotalMicroseconds / count;
}

using System.Diagnostics;
using Cloud.Benchmarks.Log;

namespace Cloud.Benchmarks.Broker;

/// <summary>One turn of a load.</summary>
/// <param name="MicrosecondsPerRecord">Processor time of the whole process, producers included.</param>
/// <param name="Allocated">Bytes per append, of the whole process.</param>
internal readonly record struct Round(double PerSecond, double MicrosecondsPerRecord, double Allocated)
{
    public static async Task<Round> Of(int appendCount, Func<Task> load)
    {
        var allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
        var processorBefore = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        await load();
        var elapsed = Stopwatch.GetElapsedTime(started);
        var processor = Environment.CpuUsage.TotalTime - processorBefore;
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore;
        return new(
            appendCount / elapsed.TotalSeconds,
            processor.TotalMicroseconds / appendCount / Batches.RecordsPerBatch,
            (double)allocated / appendCount);
    }
}

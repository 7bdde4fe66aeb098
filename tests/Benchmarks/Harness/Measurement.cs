using System.Diagnostics;

namespace Cloud.Benchmarks.Harness;

/// <summary>Time and allocation per operation, the best of a few rounds: a busy machine only ever adds.</summary>
internal readonly record struct Measurement(double MicrosecondsPerOperation, double BytesPerOperation)
{
    private const int RoundCount = 5;

    public static async Task<Measurement> Of(int operationCount, Func<int, Task> run)
    {
        // Once for the compiler's tiers.
        await run(operationCount);
        await Task.Delay(TimeSpan.FromMilliseconds(300));
        var best = new Measurement(double.MaxValue, double.MaxValue);
        for (var round = 0; round < RoundCount; round++)
        {
            var allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
            var started = Stopwatch.GetTimestamp();
            await run(operationCount);
            var elapsed = Stopwatch.GetElapsedTime(started);
            var allocated = GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore;
            best = new(
                Math.Min(best.MicrosecondsPerOperation, elapsed.TotalMicroseconds / operationCount),
                Math.Min(best.BytesPerOperation, (double)allocated / operationCount));
        }

        return best;
    }
}

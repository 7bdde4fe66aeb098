using System.Diagnostics;

namespace Cloud.Benchmarks.Client;

/// <summary>What sending records cost, the best of a few rounds: a busy machine only ever adds.</summary>
internal readonly record struct Rounds(double RecordsPerSecond, double BytesPerRecord, double CpuNanosecondsPerRecord)
{
    private const int RoundCount = 5;

    /// <param name="recordCount">Of a round.</param>
    /// <param name="send">Sends that many and waits until all are delivered.</param>
    public static async Task<Rounds> Best(int recordCount, Func<int, Task> send)
    {
        var best = new Rounds(0, double.MaxValue, double.MaxValue);
        for (var round = 0; round < RoundCount; round++)
        {
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            var cpu = Environment.CpuUsage.TotalTime;
            var start = Stopwatch.GetTimestamp();
            await send(recordCount);
            var elapsed = Stopwatch.GetElapsedTime(start);
            cpu = Environment.CpuUsage.TotalTime - cpu;
            allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
            best = new(
                Math.Max(best.RecordsPerSecond, recordCount / elapsed.TotalSeconds),
                Math.Min(best.BytesPerRecord, allocated / (double)recordCount),
                Math.Min(best.CpuNanosecondsPerRecord, cpu.TotalNanoseconds / recordCount));
        }

        return best;
    }
}

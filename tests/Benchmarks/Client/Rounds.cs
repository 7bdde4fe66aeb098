using System.Diagnostics;

namespace Cloud.Benchmarks.Client;

/// <summary>The best of a few rounds of sending: a busy machine only ever takes away.</summary>
internal static class Rounds
{
    private const int RoundCount = 5;

    /// <param name="recordCount">Of a round.</param>
    /// <param name="send">Sends that many and waits until all are delivered.</param>
    public static async Task<(double RecordsPerSecond, double BytesPerRecord)> Best(int recordCount, Func<int, Task> send)
    {
        var (most, least) = (0.0, double.MaxValue);
        for (var round = 0; round < RoundCount; round++)
        {
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            var start = Stopwatch.GetTimestamp();
            await send(recordCount);
            most = Math.Max(most, recordCount / Stopwatch.GetElapsedTime(start).TotalSeconds);
            allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
            least = Math.Min(least, allocated / (double)recordCount);
        }

        return (most, least);
    }
}

using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Cloud.Benchmarks.Broker;

/// <summary>
/// Appends at the times of a timetable, whatever becomes of the earlier ones. A latency counts from the time of the
/// timetable: that who sends was late itself, or had to wait, is in it.
/// </summary>
internal static class PacedLoad
{
    private const int BufferCount = 1_024;

    /// <param name="append">One append of a batch, borrowed until the task ends; the number says which.</param>
    /// <returns>Milliseconds of each append.</returns>
    public static async Task<double[]> Run(
        Func<int, byte[], Task> append, byte[] batch, double appendsPerSecond, TimeSpan duration)
    {
        var latencies = new double[(int)(appendsPerSecond * duration.TotalSeconds)];
        var appends = new Task[latencies.Length];
        var buffers = Enumerable.Range(0, BufferCount).Select(_ => batch.ToArray()).ToArray();

        // A thread of its own: one of the pool's would have to be waited for.
        var sender = Task.Factory.StartNew(Send, TaskCreationOptions.LongRunning);
        await sender;
        await Task.WhenAll(appends);
        return latencies;

        void Send()
        {
            var started = Stopwatch.GetTimestamp();
            for (var index = 0; index < appends.Length; index++)
            {
                var due = started + (long)(index / appendsPerSecond * Stopwatch.Frequency);
                WaitUntil(due);
                if (index >= BufferCount)
                {
                    // The buffer is the earlier append's until that is answered.
                    appends[index - BufferCount].Wait();
                }

                appends[index] = Measure(append(index, buffers[index % BufferCount]), index, due);
            }
        }

        async Task Measure(Task append, int index, long due)
        {
            await append;
            latencies[index] = Stopwatch.GetElapsedTime(due).TotalMilliseconds;
        }
    }

    private static void WaitUntil(long due)
    {
        while (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is var left && left > TimeSpan.Zero)
        {
            // Thread.Sleep knows whole milliseconds only, and spinning would take a core from who is measured.
            _ = SleepMicroseconds((uint)Math.Max(left.TotalMicroseconds, 1));
        }
    }

    [DllImport("libc", EntryPoint = "usleep")]
    private static extern int SleepMicroseconds(uint microseconds);
}

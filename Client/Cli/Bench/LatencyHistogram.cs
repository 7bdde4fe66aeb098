using System.Numerics;

namespace Cloud.Cli.Bench;

/// <summary>
/// Counts durations in buckets of 1/16 of their value or less, so that percentiles are off by 6 % at most. Thread-safe.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int SubBucketBits = 5;
    private const int SubBuckets = 1 << SubBucketBits;

    private const int Magnitudes = 32;

    private readonly long[] _counts = new long[Magnitudes * SubBuckets];
    private long _count;
    private long _sum;
    private long _max;

    public long Count => Interlocked.Read(ref _count);

    public TimeSpan Max => FromMicroseconds(Interlocked.Read(ref _max));

    public TimeSpan Mean => Count == 0 ? TimeSpan.Zero : FromMicroseconds(Interlocked.Read(ref _sum) / Count);

    public void Add(TimeSpan duration)
    {
        var microseconds = Math.Max(0, duration.Ticks / TimeSpan.TicksPerMicrosecond);
        Interlocked.Increment(ref _counts[BucketOf(microseconds)]);
        Interlocked.Increment(ref _count);
        Interlocked.Add(ref _sum, microseconds);
        for (var max = Interlocked.Read(ref _max); microseconds > max;)
        {
            var seen = Interlocked.CompareExchange(ref _max, microseconds, max);
            max = seen == max ? microseconds : seen;
        }
    }

    /// <param name="share">0 to 1.</param>
    /// <returns>The upper bound of the bucket; zero when nothing was counted.</returns>
    public TimeSpan Percentile(double share)
    {
        var wanted = Math.Max(1, (long)Math.Ceiling(Count * share));
        var seen = 0L;
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            seen += Interlocked.Read(ref _counts[bucket]);
            if (seen >= wanted)
            {
                var bound = FromMicroseconds(EndOf(bucket));
                return bound < Max ? bound : Max;
            }
        }

        return TimeSpan.Zero;
    }

    /// <summary>
    /// How many lie in <c>[2^n, 2^(n+1))</c> microseconds; only from the first to the last that has any.
    /// </summary>
    public IReadOnlyList<(TimeSpan Start, TimeSpan End, long Count)> Powers()
    {
        var powers = Enumerable.Range(0, 62)
            .Select(power => (Start: power == 0 ? 0 : 1L << power, End: 1L << (power + 1)))
            .Select(range => (
                FromMicroseconds(range.Start), FromMicroseconds(range.End), CountIn(range.Start, range.End)))
            .ToList();
        var first = powers.FindIndex(power => power.Item3 > 0);
        var last = powers.FindLastIndex(power => power.Item3 > 0);
        return first < 0 ? [] : powers[first..(last + 1)];
    }

    private long CountIn(long start, long end)
    {
        var count = 0L;
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            if (StartOf(bucket) >= start && StartOf(bucket) < end)
            {
                count += Interlocked.Read(ref _counts[bucket]);
            }
        }

        return count;
    }

    // The first magnitude counts microseconds one by one; each further one covers twice as many in as many buckets.
    private static int BucketOf(long microseconds)
    {
        var magnitude = Math.Max(0, BitOperations.Log2((ulong)microseconds | 1) - SubBucketBits + 1);
        var bucket = (magnitude * SubBuckets / 2) + (int)(microseconds >> Math.Max(0, magnitude));
        return Math.Min(bucket, (Magnitudes * SubBuckets) - 1);
    }

    private static long StartOf(int bucket)
    {
        if (bucket < SubBuckets)
        {
            return bucket;
        }

        var magnitude = (bucket / (SubBuckets / 2)) - 1;
        return (long)(bucket - (magnitude * SubBuckets / 2)) << magnitude;
    }

    private static long EndOf(int bucket) => StartOf(bucket + 1);

    private static TimeSpan FromMicroseconds(long microseconds) =>
        microseconds > TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerMicrosecond
            ? TimeSpan.MaxValue
            : TimeSpan.FromTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}

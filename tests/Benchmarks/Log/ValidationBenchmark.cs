using Cloud.Benchmarks.Harness;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Benchmarks.Log;

/// <summary>Header and checksum of batches in memory. Target: 5 GB/s on one core.</summary>
internal static class ValidationBenchmark
{
    private const int BatchCount = 50_000;
    private const double GigabytesMin = 5;

    public static void Run(BenchmarkReport report)
    {
        var batch = Batches.Make();
        Check(batch, BatchCount / 10);
        var seconds = Stopwatches.Median(Enumerable.Range(0, 5).Select(
            _ => Stopwatches.Seconds(() => Check(batch, BatchCount))));
        report.Add("validate 64 KiB batches", (double)batch.Length * BatchCount / seconds / 1e9, "GB/s", GigabytesMin);
    }

    private static void Check(byte[] batch, int count)
    {
        var rules = RecordBatchRules.ForClient(int.MaxValue);
        for (var index = 0; index < count; index++)
        {
            Invariant.Holds(RecordBatchValidator.Check(batch, rules, out _) == RecordBatchStatus.Valid);
        }
    }
}

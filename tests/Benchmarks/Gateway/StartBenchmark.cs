using System.Diagnostics;
using Cloud.Benchmarks.Harness;

namespace Cloud.Benchmarks.Gateway;

/// <summary>From the start of the process with an empty data folder to the first answer on the Kafka port.</summary>
internal static class StartBenchmark
{
    private const int RoundCount = 5;
    private const double SecondsMax = 2;

    public static async Task Run(BenchmarkReport report, string path)
    {
        var seconds = new List<double>();
        for (var round = 0; round < RoundCount; round++)
        {
            var started = Stopwatch.GetTimestamp();
            using var silo = MeasuredSilo.Start(Path.Combine(path, $"{round}"), brokerCount: 1);
            await silo.Answers();
            seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        report.Add("start to the first ApiVersions (target)", Stopwatches.Median(seconds), "s", SecondsMax);
    }
}

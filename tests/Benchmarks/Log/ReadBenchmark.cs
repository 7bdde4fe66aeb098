using Cloud.Benchmarks.Harness;
using Cloud.Core.Storage;
using Cloud.Core.Storage.Reading;

namespace Cloud.Benchmarks.Log;

/// <summary>
/// Reads a log from its start in regions, against bare reads of the same places of its file. Target: 90 %.
/// </summary>
internal static class ReadBenchmark
{
    private const int RegionBytes = 1024 * 1024;
    private const int RoundCount = 15;
    private const int BatchCount = 4_000;

    public static void Run(BenchmarkReport report, string path)
    {
        using var logs = BenchmarkLog.Open(path, new LogSettings { IsWriteCaching = true }).GetAwaiter().GetResult();
        var log = logs.Partition(0);
        var batch = Batches.Make();
        for (var index = 0; index < BatchCount; index++)
        {
            BenchmarkLog.Append(log, batch);
        }

        var segment = Directory.GetFiles(log.Folder, "*.log").Single();
        var buffer = new byte[RegionBytes];
        var places = new List<(long Position, int ByteCount)>();
        ReadRegions(log, buffer, places);
        var bare = new List<double>();
        var regions = new List<double>();
        for (var round = 0; round < RoundCount; round++)
        {
            bare.Add(ReadBare(segment, buffer, places));
            regions.Add(Stopwatches.Seconds(() => ReadRegions(log, buffer, null)));
        }

        var megabytes = places.Sum(place => (long)place.ByteCount) / 1e6;
        report.Add("read regions of up to 1 MiB (to bare pread)",
            megabytes / Stopwatches.Median(regions), "MB/s", megabytes / Stopwatches.Median(bare));
    }

    private static void ReadRegions(PartitionLog log, byte[] buffer, List<(long Position, int ByteCount)>? places)
    {
        for (var offset = log.LogStartOffset; offset < log.LogEndOffset;)
        {
            var read = log.Read(new LogReadRequest(offset, log.LogEndOffset, RegionBytes));
            using var region = read.Region!;
            region.Read(buffer);
            places?.Add((region.Position.Value, region.ByteCount));
            offset = read.EndOffset;
        }
    }

    private static double ReadBare(string path, byte[] buffer, List<(long Position, int ByteCount)> places)
    {
        using var file = File.OpenHandle(path);
        return Stopwatches.Seconds(() =>
        {
            foreach (var (position, byteCount) in places)
            {
                RandomAccess.Read(file, buffer.AsSpan(0, byteCount), position);
            }
        });
    }
}

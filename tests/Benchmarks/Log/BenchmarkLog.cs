using Cloud.Core.Storage;
using Cloud.Core.Storage.Appending;
using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Manager;
using Cloud.Grains.Storage;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Benchmarks.Log;

/// <summary>A data folder with logs to append to.</summary>
internal sealed class BenchmarkLog : IDisposable
{
    private const int DiskThreadCount = 16;

    private readonly DiskThreads _threads = new(DiskThreadCount);
    private readonly LogSettings _settings;

    private BenchmarkLog(string path, LogSettings settings)
    {
        _settings = settings;
        Folder = new DataFolder(path, new RealFileSystem(), _threads, new DataFolderOptions());
    }

    public DataFolder Folder { get; }

    public static async Task<BenchmarkLog> Open(string path, LogSettings settings)
    {
        var log = new BenchmarkLog(path, settings);
        await log.Folder.Start(log.Start());
        return log;
    }

    public LogStart Start() => new(Batches.Time, _ => _settings);

    public PartitionLog Partition(int partition) => Folder.Open(new TopicPartition("bench", partition), Start());

    public void Remove(int partition)
    {
        Folder.Delete(new TopicPartition("bench", partition), Guid.NewGuid());
        Folder.PurgeDeleted();
    }

    public static void Append(PartitionLog log, byte[] batch)
    {
        // As a producer sends it: the log wrote its own offset there the last time.
        RecordBatchPatch.SetBaseOffsetAndEpoch(batch, Offset.Zero, LeaderEpoch.None);
        Memory<byte> memory = batch;
        AppendResult result = default;
        log.AppendAsLeader(
            new ReadOnlySpan<Memory<byte>>(in memory),
            new LeaderAppend(new LeaderEpoch(0), Batches.Time),
            new(ref result));
        Invariant.Holds(result.Outcome == AppendOutcome.Appended);
    }

    public void Dispose() => _threads.Dispose();
}

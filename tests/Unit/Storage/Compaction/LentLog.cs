using Cloud.Core.Storage;
using Cloud.Core.Storage.Compaction;
using Cloud.Core.Storage.Configuration;
using Cloud.Core.Storage.Durability;
using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Logs;
using Cloud.Protocol;
using Cloud.Simulation.Disks;
using Cloud.Simulation.Storage;

namespace Cloud.Unit.Storage.Compaction;

/// <summary>A compacted log on a simulated disk, lent to a compactor. The test is its writer.</summary>
internal sealed class LentLog : ICompactableLog
{
    private readonly SimulatedDisk _disk;

    public LentLog(SimulatedDisk disk, string name, int batchCount, int seed = 1)
    {
        _disk = disk;
        Partition = new(name, 0);
        var services = new LogServices(disk, new OpenFileBound(10), new FolderFlusher(new NowExecutor(), lanesMax: 1));
        Log = new(new LogLoader(services, new()
        {
            Path = Folder,
            Settings = new() { SegmentBytesMax = 1500, IndexIntervalBytes = 200, IsCompacted = true },
            Now = new(1_700_000_000_000),
        }).Load());
        new CompactionLoad(new(seed), Log).Append(batchCount, new(1_700_000_000_000));
        Log.Roll(new(1_700_000_000_000));
        Log.Producers.AdvanceHighWatermark(Log.LogEndOffset);
    }

    public TopicPartition Partition { get; }

    public TopicConfig Config { get; init; } = TopicConfig.Default with { CleanupPolicy = CleanupPolicy.Compact };

    public PartitionLog Log { get; }

    public string Folder => $"/data/{Partition}";

    /// <summary>Done by the writer before the n-th piece of work that the compactor gives it.</summary>
    public Dictionary<int, Action<PartitionLog>> Between { get; } = [];

    public int WorkCount { get; private set; }

    public IEnumerable<string> Leftovers => _disk.ListFiles(Folder).Where(name =>
        name.EndsWith(".cleaned", StringComparison.Ordinal) || name.EndsWith(".swap", StringComparison.Ordinal));

    public Task<T> OnWriter<T>(Func<PartitionLog, Offset, T> work)
    {
        if (Between.TryGetValue(++WorkCount, out var action))
        {
            action(Log);
        }

        try
        {
            return Task.FromResult(work(Log, Log.LogEndOffset));
        }
        catch (Exception error)
        {
            // As from a real writer: the failure comes with the task.
            return Task.FromException<T>(error);
        }
    }
}

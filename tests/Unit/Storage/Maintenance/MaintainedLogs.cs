using Cloud.Core.Storage;
using Cloud.Core.Storage.Appending;
using Cloud.Core.Storage.Configuration;
using Cloud.Core.Storage.Maintenance;
using Cloud.Core.Storage.Manager;
using Cloud.Protocol;
using Cloud.Protocol.Records;
using Cloud.Simulation.Disks;
using Cloud.Unit.Storage.Compaction;
using Cloud.Unit.Storage.Logs;

namespace Cloud.Unit.Storage.Maintenance;

/// <summary>Some logs of a broker on a simulated disk, and their maintenance. The test is the writer of all.</summary>
internal sealed class MaintainedLogs : ILogWriters
{
    public static readonly TopicPartition Orders = new("orders", 0);
    public static readonly TopicPartition Table = new("table", 0);
    public static readonly TopicId OrdersId = new(new("00000000-0000-0000-0000-0000000000a1"));

    // No operator can make segments so small.
    public static readonly TopicConfig Small = TopicConfig.Default with
    {
        SegmentBytes = 1000, IndexIntervalBytes = 100, RetentionTime = null,
    };

    private readonly NowExecutor _executor = new();

    public MaintainedLogs(SimulatedDisk? disk = null)
    {
        Disk = disk ?? new(seed: 5);
        Folder = new("/data", Disk, _executor, new());
        Manager = new([Folder]);
        var started = Manager.Start(new(Now, _ => LogSettings.Of(Small)));
        Assert.True(started.IsCompletedSuccessfully);
        Maintenance = new(Manager, this, new() { InitialDelay = TimeSpan.Zero });
        Scrubber = new(Manager);
    }

    public SimulatedDisk Disk { get; }

    public DataFolder Folder { get; }

    public LogManager Manager { get; }

    public LogMaintenance Maintenance { get; }

    public LogScrubber Scrubber { get; }

    public Instant Now { get; private set; } = LogFixture.Noon;

    public Dictionary<TopicPartition, TopicConfig> Configs { get; } = [];

    public Dictionary<TopicPartition, Offset> HighWatermarks { get; } = [];

    public IEnumerable<string> Deleted =>
        Disk.AllFiles().Where(path => path.EndsWith(".deleted", StringComparison.Ordinal));

    public PartitionLog Open(TopicPartition partition, TopicConfig? config = null)
    {
        Configs[partition] = config ?? Small;
        return Manager.Open(partition, OrdersId, new(Now, _ => LogSettings.Of(Configs[partition])));
    }

    public void Append(PartitionLog log, int batches, string key = "k")
    {
        for (var i = 0; i < batches; i++)
        {
            using var builder = new RecordBatchBuilder(RecordBatchOptions.Default);
            builder.Append(Now, System.Text.Encoding.ASCII.GetBytes(key), new byte[100]);
            var results = new AppendResult[1];
            log.AppendAsLeader([builder.Build().ToArray()], new(new(0), Now), results);
            Assert.Equal(AppendOutcome.Appended, results[0].Outcome);
        }
    }

    /// <summary>Lets time pass and runs what is due until all of it is done.</summary>
    public async Task<IReadOnlyList<LogFault>> After(TimeSpan time)
    {
        Now = Now.Plus(time);
        var faults = new List<LogFault>();
        MaintenanceOutcome outcome;
        do
        {
            outcome = await Maintenance.Run(Now);
            faults.AddRange(outcome.Faults);
        }
        while (outcome.HasMore);

        return faults;
    }

    public TopicConfig? ConfigOf(TopicPartition partition) => Configs.GetValueOrDefault(partition);

    public Task<T> OnWriter<T>(TopicPartition partition, Func<PartitionLog, Offset, T> work)
    {
        try
        {
            var log = Manager.Open(partition, new(Now, _ => LogSettings.Of(Configs[partition])));
            return Task.FromResult(work(log, HighWatermarks.GetValueOrDefault(partition, log.LogEndOffset)));
        }
        catch (Exception error)
        {
            // As from a real writer: the failure comes with the task.
            return Task.FromException<T>(error);
        }
    }
}

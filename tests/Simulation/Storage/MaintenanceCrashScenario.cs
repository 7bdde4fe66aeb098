using Cloud.Core.Storage;
using Cloud.Core.Storage.Appending;
using Cloud.Core.Storage.Configuration;
using Cloud.Core.Storage.Maintenance;
using Cloud.Core.Storage.Manager;
using Cloud.Protocol;
using Cloud.Protocol.Records;
using Cloud.Simulation.Disks;

namespace Cloud.Simulation.Storage;

/// <summary>
/// A few logs whose old segments go by retention, one of which is deleted and made again as another topic, while
/// deleted files and folders wait for their delay. The disk crashes at a chosen step; whatever it left, committed
/// records within retention are there, a deleted topic's are not, and nothing stays on the disk for ever. Single use.
/// </summary>
internal sealed class MaintenanceCrashScenario : ILogWriters
{
    private const int PartitionCount = 2;
    private const int RoundCount = 10;

    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(25);

    private static readonly TopicConfig Config = TopicConfig.Default with
    {
        SegmentBytes = 900,
        IndexIntervalBytes = 200,
        RetentionTime = TimeSpan.FromMinutes(1),
        RetentionBytes = 4000,
        FlushInterval = TimeSpan.FromSeconds(3),
        FileDeleteDelay = Delay,
    };

    private readonly Random _random;
    private readonly SimulatedDisk _disk;
    private readonly MaintainedLogModel[] _models = new MaintainedLogModel[PartitionCount];
    private LogManager _logs = null!;
    private LogMaintenance _maintenance = null!;
    private Instant _now = new(1_700_000_000_000);

    public MaintenanceCrashScenario(int seed, long crashAtStep)
    {
        _random = new(seed);
        _disk = new(unchecked((seed * 31) + (int)crashAtStep)) { CrashAtStep = crashAtStep };
        for (var number = 0; number < PartitionCount; number++)
        {
            _models[number] = new(new("events", number), NewTopicId());
        }
    }

    /// <summary>True when the disk crashed on the way; false when the load ended before.</summary>
    public bool Run()
    {
        try
        {
            Start();
            for (var round = 0; round < RoundCount; round++)
            {
                RunRound();
            }

            return false;
        }
        catch (SimulatedCrashException)
        {
            return true;
        }
    }

    public void Recover()
    {
        _disk.Crash();
        Start();
        Expect.That(!_disk.ListFolders("/data").Any(IsDeletedName), "a start removes the folders of deleted logs");
        foreach (var model in _models)
        {
            model.Check(Open(model), Config, _now);
        }

        Expect.That(!_disk.AllFiles().Any(IsDeletedName), "opening a log removes its deleted files");
        for (var round = 0; round < 3; round++)
        {
            RunRound();
        }

        foreach (var model in _models)
        {
            model.Check(Open(model), Config, _now);
        }

        // Retention takes what is old, then the delay passes.
        for (var round = 0; round < 4; round++)
        {
            Maintain(2 * Delay);
        }

        Expect.That(!_disk.AllFiles().Any(IsDeletedName), "deleted files go when their delay is over");
        Expect.That(_disk.ListFolders("/data").Count == PartitionCount, "deleted logs go when their delay is over");
    }

    public TopicConfig? ConfigOf(TopicPartition partition) => Config;

    public Task<T> OnWriter<T>(TopicPartition partition, Func<PartitionLog, Offset, T> work)
    {
        var model = _models[partition.Partition];
        return Task.FromResult(work(Open(model), model.HighWatermark));
    }

    private static bool IsDeletedName(string name) =>
        name.EndsWith(".deleted", StringComparison.Ordinal) || name.EndsWith("-delete", StringComparison.Ordinal);

    private void Start()
    {
        var executor = new DirectExecutor();
        _logs = new([new("/data", _disk, executor, new())]);
        Finish(_logs.Start(StartOf()));
        _maintenance = new(_logs, this, new()
        {
            InitialDelay = TimeSpan.Zero,
            RetentionCheckInterval = TimeSpan.FromSeconds(20),
            CheckpointInterval = TimeSpan.FromSeconds(15),
        });
    }

    private void RunRound()
    {
        foreach (var model in _models)
        {
            for (var count = _random.Next(4); count > 0; count--)
            {
                Append(model);
            }

            if (_random.Next(3) == 0)
            {
                Finish(Open(model).WhenFlushed(model.EndOffset));
                model.Promise();
            }
        }

        if (_random.Next(8) == 0)
        {
            var model = _models[_random.Next(PartitionCount)];
            model.BeginDeletion();
            _logs.Delete(model.Partition, NewGuid());
            model.Recreate(NewTopicId());
        }

        Maintain(TimeSpan.FromSeconds(_random.Next(20)));
    }

    private void Append(MaintainedLogModel model)
    {
        using var builder = new RecordBatchBuilder(RecordBatchOptions.Default);
        builder.Append(_now, "key"u8.ToArray(), new byte[_random.Next(300)]);
        var batch = builder.Build().ToArray();
        var log = Open(model);
        Expect.That(log.LogEndOffset == model.EndOffset, "the log ends where its model does");
        RecordBatchHeader.TryRead(batch, out var header);
        model.Offer(header.Crc, _now, batch.Length);
        var results = new AppendResult[1];
        log.AppendAsLeader([batch], new(new(0), _now), results);
        Expect.That(results[0].Outcome is AppendOutcome.Appended, "a batch is appended");
    }

    private void Maintain(TimeSpan time)
    {
        _now = _now.Plus(time);
        var run = _maintenance.Run(_now);
        Finish(run);
        Expect.That(run.Result.Faults.Count == 0, "maintenance finds no fault");
    }

    private PartitionLog Open(MaintainedLogModel model) => _logs.Open(model.Partition, model.TopicId, StartOf());

    private LogStart StartOf() => new(_now, _ => LogSettings.Of(Config));

    private TopicId NewTopicId() => new(NewGuid());

    private Guid NewGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return new(bytes);
    }

    // The executor works at once, so every task has ended when it is given; what it threw comes out here.
    private static void Finish(Task task)
    {
        Expect.That(task.IsCompleted, "nothing waits for another thread");
        task.GetAwaiter().GetResult();
    }
}

using Cloud.Core.Storage;
using Cloud.Core.Storage.Compaction;
using Cloud.Core.Storage.Configuration;
using Cloud.Core.Storage.Durability;
using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Logs;
using Cloud.Protocol;
using Cloud.Simulation.Disks;

namespace Cloud.Simulation.Storage;

/// <summary>
/// One compacted log on a simulated disk, filled by a seed, whose compaction the disk interrupts at a chosen step. What
/// the log holds afterwards must mean what it meant before, and the next compaction must finish the work. Single use.
/// </summary>
internal sealed class CompactionCrashScenario
{
    private const string Folder = "/data/table-0";

    private static readonly TopicConfig Config = TopicConfig.Default with
    {
        CleanupPolicy = CleanupPolicy.Compact,
        DeleteRetention = TimeSpan.FromSeconds(1),
    };

    private readonly LogSettings _settings = new()
    {
        SegmentBytesMax = 1500,
        IndexIntervalBytes = 200,
        IsCompacted = true,
    };

    private readonly Random _random;
    private readonly SimulatedDisk _disk;
    private readonly SimulatedDiskExecutor _executor;
    private readonly CompactedContent _original;
    private PartitionLog _log;
    private Offset _checkpoint = Offset.None;
    private Instant _now = new(1_700_000_000_000);

    public CompactionCrashScenario(int seed, long crashAtStep)
    {
        _random = new(seed);
        _disk = new(unchecked((seed * 31) + (int)crashAtStep));
        _executor = new(seed);
        _log = Open();
        new CompactionLoad(_random, _log).Append(batchCount: 60, _now);
        _log.Roll(_now);
        _original = CompactedContent.Read(_log);
        _disk.CrashAtStep = _disk.StepCount + crashAtStep;
    }

    /// <summary>True when the disk crashed on the way; false when all rounds ended before.</summary>
    public bool Run()
    {
        try
        {
            for (var round = 0; round < 3; round++)
            {
                CompactAll();
                _now = _now.Plus(TimeSpan.FromMilliseconds(700));
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
        var endOffset = _log.LogEndOffset;
        var producers = ProducersOf(_log);
        _disk.Crash();
        _executor.Clear();
        _log = Open();
        Expect.That(_log.LogEndOffset == endOffset, $"the log ends at {endOffset}: {_log.LogEndOffset}");
        CompactedContent.Read(_log).ExpectCompactedFrom(_original);
        Expect.That(ProducersOf(_log).SequenceEqual(producers), "producers are known by their last sequences");

        CompactAll();
        _checkpoint = Offset.None;
        _now = _now.Plus(Config.DeleteRetention);
        CompactAll();
        var content = CompactedContent.Read(_log);
        content.ExpectCompactedFrom(_original);
        Expect.That(content.RecordCount == content.KeyCount, "each key is there once, and no old tombstone");
        Expect.That(
            !_disk.ListFiles(Folder).Any(name => name.EndsWith(".cleaned", StringComparison.Ordinal)
                || name.EndsWith(".swap", StringComparison.Ordinal)),
            "nothing half-done is left");
    }

    // Dirty from the last checkpoint on; the map holds some of the keys only, so that it may take several runs.
    private void CompactAll()
    {
        _log.Producers.AdvanceHighWatermark(_log.LogEndOffset);
        while (true)
        {
            var facts = CompactionSurvey.FactsOf(_log.State, Config, _log.LogEndOffset, _checkpoint, _now);
            var plan = CompactionPlanner.Plan(facts);
            if (plan.DirtyBytes == 0)
            {
                return;
            }

            var before = _checkpoint;
            _checkpoint = CompactOnce(plan);
            Expect.That(_checkpoint > before, "a run gets on");
        }
    }

    private Offset CompactOnce(CompactionPlan plan)
    {
        var hasher = new KeyHasher((ulong)_random.NextInt64(), (ulong)_random.NextInt64());
        var map = new OffsetMap(hasher, plan.EndOffset.DistanceFrom(plan.FirstDirtyOffset), 24 * _random.Next(16, 40));
        using var run = new CompactionRun(
            CompactionSurvey.TargetOf(_log.State),
            plan,
            CompactionSurvey.FilterOptionsOf(_log.State, Config, _now),
            map);
        while (true)
        {
            var step = run.Step();
            switch (step.Kind)
            {
                case CompactionStepKind.Working:
                    break;
                case CompactionStepKind.ReadyToSwap:
                    Expect.That(run.Swap(_log.State), "the segments are still there");
                    break;
                default:
                    Expect.That(step.Kind is CompactionStepKind.Finished, $"a run ends well: {step.Kind}");
                    return run.CompactedOffset;
            }
        }
    }

    private PartitionLog Open() => new(new LogLoader(
        new(_disk, new OpenFileBound(3), new FolderFlusher(_executor, lanesMax: 2)),
        new() { Path = Folder, Settings = _settings, Now = _now, RecoveryPoint = _log?.FlushedOffset ?? Offset.Zero })
        .Load());

    private static IEnumerable<(ProducerId Id, ProducerEpoch Epoch, int LastSequence, Offset LastOffset)> ProducersOf(
        PartitionLog log) =>
        log.Producers.Save()
            .OrderBy(producer => producer.ProducerId.Value)
            .Select(producer => (producer.ProducerId, producer.Epoch, producer.LastSequence, producer.LastOffset))
            .ToList();
}

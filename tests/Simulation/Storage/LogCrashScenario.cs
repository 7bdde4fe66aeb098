using Cloud.Core.Storage;
using Cloud.Core.Storage.Appending;
using Cloud.Core.Storage.Durability;
using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Logs;
using Cloud.Protocol;
using Cloud.Simulation.Disks;

namespace Cloud.Simulation.Storage;

/// <summary>
/// One log on a simulated disk under a random load that depends on the seed alone; the disk crashes at a chosen step,
/// the log is opened again, and what it holds is compared with the model. Single use.
/// </summary>
internal sealed class LogCrashScenario
{
    private const string Folder = "/data/orders-0";
    private const int OperationCount = 30;

    private readonly Random _random;
    private readonly LogSettings _settings;
    private readonly SimulatedDiskExecutor _executor;
    private readonly LogCrashModel _model = new();
    private LogServices _services;
    private PartitionLog _log = null!;
    private LeaderEpoch _epoch = new(0);
    private Offset _checkpoint = Offset.Zero;
    private Instant _now = new(1_700_000_000_000);

    public LogCrashScenario(int seed, bool isWriteCaching, long crashAtStep)
    {
        _random = new(seed);
        _settings = new()
        {
            SegmentBytesMax = 1500,
            IndexIntervalBytes = 200,
            SegmentIndexBytesMax = 120,
            IsWriteCaching = isWriteCaching,
            FlushRecordsMax = isWriteCaching ? 20 : long.MaxValue,
        };
        Disk = new(unchecked((seed * 31) + (int)crashAtStep)) { CrashAtStep = crashAtStep };
        _executor = new(seed);
        _services = ServicesOf(Disk, _executor);
    }

    public SimulatedDisk Disk { get; }

    /// <summary>True when the disk crashed on the way; false when the load ended before.</summary>
    public bool Run()
    {
        try
        {
            _log = Open(isClean: false);
            for (var i = 0; i < OperationCount; i++)
            {
                RunOperation();
            }

            _log.Close();
            return false;
        }
        catch (SimulatedCrashException)
        {
            return true;
        }
    }

    /// <summary>Opens the log after the crash, checks it, uses it, closes it, and opens it a last time.</summary>
    public void Recover()
    {
        Disk.Crash();
        Disk.CapacityBytes = long.MaxValue;
        _executor.Clear();
        _services = ServicesOf(Disk, _executor);
        _log = Open(isClean: false);
        var found = LogContent.Read(_log);
        CheckRecovered(found);
        _model.Adopt(found, _log.LogStartOffset, _log.LogEndOffset);

        Append();
        _log.Close();
        CheckClosed();
    }

    /// <summary>Opens the log after it was closed.</summary>
    public void CheckClosed()
    {
        var closedEnd = _log.LogEndOffset;
        var closedStart = _log.LogStartOffset;
        Expect.That(
            LogContent.Read(_log).SequenceEqual(_model.Batches.Where(InLog)), "the log holds what the model does");
        _services = ServicesOf(Disk, _executor);
        _log = Open(isClean: true);
        Expect.That(_log.LogEndOffset == closedEnd, "a clean start finds the end that was closed");
        Expect.That(_log.LogStartOffset <= closedStart, "a clean start does not lose the beginning");
        Expect.That(
            LogContent.Read(_log).Where(InModel).SequenceEqual(_model.Batches.Where(InModel)),
            "a clean start finds all batches");
    }

    private static LogServices ServicesOf(SimulatedDisk disk, SimulatedDiskExecutor executor) =>
        new(disk, new OpenFileBound(3), new FolderFlusher(executor, lanesMax: 2));

    private PartitionLog Open(bool isClean) => new(new LogLoader(_services, new()
    {
        Path = Folder,
        Settings = _settings,
        Now = _now,
        RecoveryPoint = _checkpoint,
        LogStartOffset = Offset.Min(_model.StartOffset, _model.PromisedOffset),
        IsClean = isClean,
    }).Load());

    private void RunOperation()
    {
        _now = _now.Plus(TimeSpan.FromMilliseconds(_random.Next(1000)));
        switch (_random.Next(12))
        {
            case < 5:
                Append();
                break;
            case 5:
                AppendToFullDisk();
                break;
            case < 8:
                Flush();
                break;
            case 8:
                Truncate();
                break;
            case 9:
                AdvanceStart();
                break;
            case 10:
                _checkpoint = _log.FlushedOffset;
                _epoch = _random.Next(2) == 0 ? _epoch.Next() : _epoch;
                break;
            default:
                RestartOrRoll();
                break;
        }

        _executor.RunOne();
    }

    private void Append()
    {
        var batches = new Memory<byte>[_random.Next(3) + 1];
        var end = _log.LogEndOffset;
        for (var i = 0; i < batches.Length; i++)
        {
            batches[i] = TestBatches.Make(_random, _now);
            end = OfferToModel(batches[i].Span, end);
        }

        var results = new AppendResult[batches.Length];
        _log.AppendAsLeader(batches, new(_epoch, _now), results);
        Expect.That(results.All(result => result.Outcome is AppendOutcome.Appended), "batches are appended");
        Expect.That(_log.LogEndOffset == end, "the end moves by the records appended");
    }

    // There is room for some bytes: batches, an index or a checkpoint may be what does not fit.
    private void AppendToFullDisk()
    {
        var used = Disk.AllFiles().Sum(path => (long)Disk.ContentOf(path).Length);
        Disk.CapacityBytes = used + _random.Next(1200);
        try
        {
            Append();
        }
        catch (StorageException error) when (error.Kind is StorageErrorKind.DiskFull)
        {
            Expect.That(_log.Failure is null, "a full disk does not fail the log");
            _model.Withdraw(_log.LogEndOffset);
        }

        Disk.CapacityBytes = long.MaxValue;
    }

    private Offset OfferToModel(ReadOnlySpan<byte> batch, Offset baseOffset)
    {
        var isRead = Protocol.Records.RecordBatchHeader.TryRead(batch, out var header) is ReadStatus.Done;
        Expect.That(isRead, "the batch made is a batch");
        var end = baseOffset.Plus(header.RecordCount);
        _model.Offer(new(baseOffset, end, _epoch, header.Crc));
        return end;
    }

    private void Flush()
    {
        var end = _log.LogEndOffset;
        var flushed = _log.WhenFlushed(end);
        _executor.RunAll();
        Expect.That(flushed.IsCompletedSuccessfully, "a flush completes");
        Expect.That(_log.FlushedOffset >= end, "the recovery point reaches what was flushed");
        _model.Promise(end);
    }

    private void Truncate()
    {
        var range = _log.LogEndOffset.DistanceFrom(_log.LogStartOffset);
        var offset = _log.LogStartOffset.Plus(range == 0 ? 0 : _random.NextInt64(range));
        var floor = _model.Batches.Where(batch => batch.BaseOffset <= offset).Select(batch => batch.BaseOffset);
        _model.BeginTruncation(floor.Append(Offset.Zero).Max(), isRestart: false);
        _checkpoint = Offset.Min(_checkpoint, _log.FlushedOffset);
        _log.TruncateTo(offset, _now);
        _model.EndTruncation(_log.LogEndOffset);
    }

    private void AdvanceStart()
    {
        // Clients may only remove what is committed, and that is on the device.
        var range = _model.PromisedOffset.DistanceFrom(_log.LogStartOffset);
        if (range <= 0)
        {
            return;
        }

        var offset = _log.LogStartOffset.Plus(_random.NextInt64(range));
        _model.AdvanceStart(offset);
        _log.AdvanceLogStart(offset);
        _log.DeleteOldSegments();
    }

    private void RestartOrRoll()
    {
        if (_random.Next(4) > 0)
        {
            _log.Roll(_now);
            return;
        }

        var offset = _log.LogEndOffset.Plus(_random.Next(10));
        _model.BeginTruncation(offset, isRestart: true);
        _log.TruncateFullyAndStartAt(offset, _now);
        _model.EndTruncation(offset);
    }

    private void CheckRecovered(List<ModelBatch> found)
    {
        if (_model.IsRestarting && found.Count == 0)
        {
            return;
        }

        // No gap at the front beyond what was removed on purpose, none in between, and a prefix of what was offered.
        var start = found.Count == 0 ? _log.LogEndOffset : found[0].BaseOffset;
        var offered = _model.Batches.Where(batch => batch.BaseOffset >= start).ToList();
        Expect.That(found.Count <= offered.Count, "the log holds no more than was appended");
        Expect.That(found.SequenceEqual(offered.Take(found.Count)), "the log is a prefix of what was appended");
        Expect.That(
            start <= Offset.Max(_model.StartOffset, _model.PromisedOffset) || offered.Count == _model.Batches.Count,
            "nothing is missing at the front");
        Expect.That(
            _log.LogEndOffset >= _model.PromisedOffset,
            $"what was flushed is there: end {_log.LogEndOffset}, promised {_model.PromisedOffset}");
    }

    private bool InLog(ModelBatch batch) => batch.EndOffset > _log.LogStartOffset;

    private bool InModel(ModelBatch batch) => batch.EndOffset > Offset.Max(_model.StartOffset, _log.LogStartOffset);
}

using Cloud.Core.Storage.Epochs;
using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Producers;
using Cloud.Core.Storage.Segments;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Logs;

/// <summary>
/// Opens a log's folder. After a clean shutdown it reads the end of the last segment only; otherwise it verifies every
/// segment from the recovery point on. The outcome is a good log or an exception that names file and position. Single
/// use.
/// </summary>
internal sealed class LogLoader(LogServices services, LogLoadRequest request)
{
    private readonly SegmentFolder _folder =
        new(services.Files, services.Bound, request.Path, StableHash.Of(Path.GetFileName(request.Path)));

    private readonly LeaderEpochCache _epochs = new();
    private readonly ProducerStateTable _producers = new();
    private Offset _recoveryPoint;
    private Offset _cutOffset;
    private long _bytesVerified;

    public LogState Load()
    {
        MakeFolder();
        _folder.MayHaveGaps = request.Settings.IsCompacted || GapMarker.Exists(_folder);
        _cutOffset = RecoveryPointLimit.Load(_folder);
        _recoveryPoint = Offset.Min(request.RecoveryPoint, _cutOffset);
        var segments = LogFolderSweep.Run(_folder).ConvertAll(OpenSegment);
        var areEpochsKnown = EpochFile.TryLoad(_folder, _epochs);
        if (segments.Count == 0)
        {
            return StartAt(request.LogStartOffset);
        }

        var state = TryLoadClean(segments, areEpochsKnown) ?? Recover(segments, areEpochsKnown);
        if (state.View.LogEndOffset >= request.LogStartOffset)
        {
            return state;
        }

        // The records that the log was to begin with are gone: it goes on, empty, where it was to begin.
        LogTruncation.TruncateFullyAndStartAt(state, request.LogStartOffset, request.Now);
        return state;
    }

    private void MakeFolder()
    {
        if (services.Files.FolderExists(request.Path))
        {
            return;
        }

        services.Files.CreateFolder(request.Path);
        services.Files.FlushFolder(Path.GetDirectoryName(request.Path)!);
    }

    private Segment OpenSegment(Offset baseOffset)
    {
        var path = _folder.PathOf(baseOffset, SegmentFileNames.LogSuffix);
        using var file = services.Files.Open(path, FileAccessMode.ReadExisting);
        var byteCount = file.Length;
        return byteCount <= int.MaxValue
            ? new(_folder, baseOffset, (int)byteCount)
            : throw new LogCorruptException(path, new(byteCount), "a segment file is at most 2 GiB long");
    }

    private LogState StartAt(Offset offset)
    {
        LimitRecoveryPoint(offset);
        _cutOffset = Offset.Min(_cutOffset, offset);
        _epochs.TruncateFromEnd(offset);
        _producers.Reset(offset);
        var segment = SegmentRoll.Create(_folder, request.Settings, offset);
        var writer = new SegmentWriter(segment, request.Settings, request.Now, _folder.Seed);
        return StateOf([segment], offset, offset, writer);
    }

    // A log that ends at its recovery point holds nothing that was not flushed, clean shutdown or not. Null when the
    // folder holds something else than was promised: then it is verified.
    private LogState? TryLoadClean(List<Segment> segments, bool areEpochsKnown)
    {
        if (!areEpochsKnown)
        {
            return null;
        }

        try
        {
            var active = segments[^1];
            var tail = SegmentTail.Read(active, active.End);
            var isCheckpointLost = _recoveryPoint == Offset.Zero;
            if (tail.EndOffset != _recoveryPoint && !(request.IsClean && isCheckpointLost))
            {
                return null;
            }

            var writer = new SegmentWriter(active, request.Settings, request.Now, _folder.Seed);
            writer.Resume(tail.FirstTimestamp, tail.MaxTimestamp, tail.OffsetOfMaxTimestamp);
            return Finish(segments, tail.EndOffset, writer);
        }
        catch (LogCorruptException)
        {
            return null;
        }
    }

    private LogState Recover(List<Segment> segments, bool areEpochsKnown)
    {
        var first = FirstToVerify(segments, areEpochsKnown);
        var before = new LogView([.. segments[..first]], segments[0].BaseOffset, segments[first].BaseOffset,
            first == 0 ? 0 : segments[first - 1].ByteCount)
        {
            Generation = 0,
        };
        PrepareProducers(before, segments[first].BaseOffset);
        if (!areEpochsKnown)
        {
            _epochs.Clear();
        }

        SegmentWriter? writer = null;
        var endOffset = segments[first].BaseOffset;
        for (var i = first; i < segments.Count; i++)
        {
            if (i > first && !Continues(segments, i, endOffset))
            {
                DropFrom(segments, i);
                break;
            }

            (writer, endOffset, var isCut) = Verify(segments, i, first);
            if (isCut)
            {
                DropFrom(segments, i + 1);
            }
        }

        if (endOffset < _recoveryPoint)
        {
            throw new LogCorruptException(
                segments[^1].Path,
                segments[^1].End,
                $"the log ends at {endOffset} but was flushed up to {_recoveryPoint}");
        }

        // Names that survived without being flushed count from now on, like the bytes that did.
        _folder.Files.FlushFolder(_folder.Path);
        return Finish(segments, endOffset, writer!);
    }

    // Lost epochs or a lost recovery point make us read everything: both can be told from the batches.
    private int FirstToVerify(List<Segment> segments, bool areEpochsKnown)
    {
        if (!areEpochsKnown)
        {
            return 0;
        }

        var first = segments.FindLastIndex(segment => segment.BaseOffset <= _recoveryPoint);
        return Math.Max(first, 0);
    }

    private void PrepareProducers(LogView before, Offset offset)
    {
        var replay = new ProducerReplay(_folder, _producers);
        if (before.Segments.Length == 0)
        {
            _producers.Reset(offset);
            return;
        }

        replay.Run(before, offset, request.Now, services.ProducerExpiration);
    }

    private (SegmentWriter Writer, Offset EndOffset, bool IsCut) Verify(List<Segment> segments, int index, int first)
    {
        var recovery = new SegmentRecovery(_folder, request.Settings, _recoveryPoint)
        {
            Epochs = _epochs,
            Producers = _producers,
        };
        var (writer, endOffset) = recovery.Run(segments[index], request.Now);
        _bytesVerified += segments[index].ByteCount;
        request.Progress?.Invoke(
            new(Path.GetFileName(request.Path), index - first + 1, segments.Count - first, _bytesVerified));
        if (index < segments.Count - 1 && recovery.CutByteCount == 0)
        {
            writer.Seal();
            SegmentIndexFiles.Save(_folder, segments[index], segments[index].Indexes(), isFlushed: true);
            segments[index].AreIndexesUnsaved = false;
        }

        return (writer, endOffset, recovery.CutByteCount > 0);
    }

    // A roll flushes before the next segment has a name, so a crash leaves no gap between segments. Compaction does,
    // and below the recovery point a gap is damage that must not be covered up by cutting.
    private bool Continues(List<Segment> segments, int index, Offset endOffset)
    {
        var segment = segments[index];
        if (segment.BaseOffset == endOffset || (segment.BaseOffset > endOffset && _folder.MayHaveGaps))
        {
            return true;
        }

        return segment.BaseOffset < _recoveryPoint || endOffset < _recoveryPoint
            ? throw new LogCorruptException(
                segment.Path, FilePosition.Start, $"the segment before it ends at offset {endOffset}")
            : false;
    }

    private void DropFrom(List<Segment> segments, int index)
    {
        if (index < segments.Count && segments[index].BaseOffset < _recoveryPoint)
        {
            throw new LogCorruptException(
                segments[index].Path, FilePosition.Start, "the segment before it lost flushed records");
        }

        var dropped = segments.GetRange(index, segments.Count - index);
        segments.RemoveRange(index, dropped.Count);
        SegmentDeletion.DeleteNow(_folder, dropped.ToArray());
    }

    private LogState Finish(List<Segment> segments, Offset endOffset, SegmentWriter writer)
    {
        var logStartOffset = Offset.Max(request.LogStartOffset, segments[0].BaseOffset);
        if (_epochs.TruncateFromEnd(endOffset.Plus(1)) | _epochs.TruncateFromStart(segments[0].BaseOffset))
        {
            EpochFile.Save(_folder, _epochs);
        }

        LimitRecoveryPoint(endOffset);
        var state = StateOf([.. segments], logStartOffset, endOffset, writer);
        TransactionIndexRebuild.Run(state, request.Now);
        ProducerFiles.DeleteStray(_folder, state.View);
        new ProducerReplay(_folder, _producers).Run(state.View, endOffset, request.Now, services.ProducerExpiration);
        return state;
    }

    // The checkpoint is of a longer log. What is appended from here on must not count as flushed because of it.
    private void LimitRecoveryPoint(Offset endOffset)
    {
        if (request.RecoveryPoint > endOffset)
        {
            RecoveryPointLimit.Save(_folder, endOffset);
        }
    }

    private LogState StateOf(Segment[] segments, Offset logStartOffset, Offset endOffset, SegmentWriter writer)
    {
        var active = segments[^1];
        var start = Offset.Min(logStartOffset, endOffset);
        var view = new LogView(segments, start, endOffset, active.ByteCount) { Generation = 0 };
        return new(_folder, services, request.Settings, view)
        {
            Partition = request.Partition,
            Writer = writer,
            Epochs = _epochs,
            Producers = _producers,
            Durability = new(endOffset, 0),
            CutOffset = Offset.Min(_cutOffset, endOffset),
        };
    }
}

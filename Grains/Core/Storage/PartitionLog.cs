using Cloud.Core.Storage.Appending;
using Cloud.Core.Storage.Epochs;
using Cloud.Core.Storage.Logs;
using Cloud.Core.Storage.Producers;
using Cloud.Core.Storage.Reading;
using Cloud.Core.Storage.Retention;
using Cloud.Core.Storage.Transactions;
using Cloud.Protocol;

namespace Cloud.Core.Storage;

/// <summary>
/// The log of one replica: a run of segments on a data folder. It has a single writer, its replica, which alone calls
/// what changes it and what is said to be "by the writer"; reading, offsets and waiting for flushes are open to any
/// thread and never wait for an append. Failures of the disk are <see cref="Files.StorageException"/>; after one that
/// leaves the content in doubt every change throws <see cref="LogFailedException"/>, while reading goes on.
/// </summary>
public sealed class PartitionLog
{
    private readonly LogState _state;
    private readonly LogFlush _flush;
    private LogAppender? _appender;
    private LeaderAppender? _leader;
    private FollowerAppender? _follower;

    internal PartitionLog(LogState state)
    {
        _state = state;
        _flush = new(state);
    }

    public string Folder => _state.Folder.Path;

    /// <summary>The first offset a client may read.</summary>
    public Offset LogStartOffset => _state.View.LogStartOffset;

    /// <summary>Exclusive: the offset of the next record.</summary>
    public Offset LogEndOffset => _state.View.LogEndOffset;

    /// <summary>The recovery point: exclusive, everything below it is on the device.</summary>
    public Offset FlushedOffset => _state.Durability.FlushedOffset;

    /// <summary>
    /// Why the replica has failed; null while it is well. A failed replica neither leads nor deletes.
    /// </summary>
    public Exception? Failure => _state.Durability.Failure;

    /// <summary>Files of this log wait for their removal. Any thread.</summary>
    public bool HasDeletions => !_state.Deletions.IsEmpty;

    /// <summary>Compaction has removed offsets here, or where this log was copied from.</summary>
    public bool MayHaveGaps => _state.Folder.MayHaveGaps;

    public long ByteCount => _state.View.TotalByteCount();

    /// <summary>By the writer.</summary>
    public LogSettings Settings
    {
        get => _state.Settings;
        set
        {
            _state.Settings = value;
            _state.AwaitFlush();
        }
    }

    /// <summary>By the writer: idempotent producers, open transactions, the last stable offset.</summary>
    public ProducerStateTable Producers => _state.Producers;

    /// <summary>By the writer: to look at. Changes go through this class, which saves them.</summary>
    public LeaderEpochCache Epochs => _state.Epochs;

    internal LogState State => _state;

    private LogAppender Appender => _appender ??= new(_state);

    /// <summary>
    /// By the writer: a new leader opens its epoch at the end of its log. It is saved with the first batch: an epoch
    /// that wrote none leaves nothing that a later one could contradict, and a broker may open thousands at once.
    /// </summary>
    public void BeginLeaderEpoch(LeaderEpoch epoch)
    {
        _state.EnsureUsable();
        _state.AreEpochsUnsaved |= _state.Epochs.Assign(epoch, LogEndOffset);
    }

    /// <summary>
    /// By the writer: appends one batch per memory, all in as few writes as segments allow. The batches get their
    /// offsets, epoch and (by the topic's choice) time in place, unless <c>compression.type</c> asks for another codec:
    /// then a rewritten copy goes into the log. One result per batch; when it throws, they tell what is in the log.
    /// </summary>
    public void AppendAsLeader(ReadOnlySpan<Memory<byte>> batches, in LeaderAppend append, Span<AppendResult> results)
    {
        (_leader ??= new(_state, Appender)).Append(batches, append, results);
        AskForFlush();
    }

    /// <summary>By the writer: appends whole batches that a leader sent, as they are.</summary>
    public AppendResult AppendAsFollower(ReadOnlyMemory<byte> batches, in FollowerAppend append)
    {
        var result = (_follower ??= new(_state, Appender)).Append(batches, append);
        AskForFlush();
        return result;
    }

    /// <summary>Completes when everything below the offset is on the device. Any thread.</summary>
    public Task WhenFlushed(Offset endOffset) => _flush.WhenFlushed(endOffset);

    /// <summary>
    /// Completes when everything below the offset is as safe on this replica as the topic asks for: on the device, or
    /// with <c>write.caching</c> in the page cache.
    /// </summary>
    public Task WhenDurable(Offset endOffset) =>
        _state.Settings.IsWriteCaching && Failure is null ? Task.CompletedTask : _flush.WhenFlushed(endOffset);

    /// <summary>Any thread. The caller disposes the region it gets.</summary>
    /// <exception cref="LogCorruptException">There is damage; the replica has failed.</exception>
    public LogRead Read(LogReadRequest request) => GuardedReads.Read(_state, request);

    /// <summary>
    /// The first record whose timestamp is at or after the given one; null when there is none. Any thread.
    /// </summary>
    public TimestampedOffset? FindByTimestamp(Instant timestamp) =>
        GuardedReads.Run(_state, view => TimeLookup.Find(view, timestamp));

    /// <summary>
    /// The record with the largest timestamp, the first of several; null in an empty log. Any thread.
    /// </summary>
    public TimestampedOffset? FindMaxTimestamp() => GuardedReads.Run(_state, TimeLookup.FindMax);

    /// <summary>By the writer: where the largest epoch not above the one asked for ends (KIP-279).</summary>
    public EpochEndOffset EndOffsetFor(LeaderEpoch epoch) => _state.Epochs.EndOffsetFor(epoch, LogEndOffset);

    /// <summary>Transactions that a read-committed reader of <c>[start, end)</c> must skip. Any thread.</summary>
    public IReadOnlyList<AbortedTransaction> AbortedTransactionsIn(Offset start, Offset end) =>
        GuardedReads.Run(_state, view => AbortedTransactionLookup.Find(_state.Folder, view, start, end));

    /// <summary>By the writer: removes the records at and above the offset, whole batches at a time.</summary>
    public void TruncateTo(Offset offset, Instant now) => LogTruncation.TruncateTo(_state, offset, now);

    /// <summary>By the writer: empties the log, which begins anew at the offset.</summary>
    public void TruncateFullyAndStartAt(Offset offset, Instant now) =>
        LogTruncation.TruncateFullyAndStartAt(_state, offset, now);

    /// <summary>
    /// By the writer: records below the offset are no longer readable. Segments go with <see
    /// cref="DeleteOldSegments"/>.
    /// </summary>
    public void AdvanceLogStart(Offset offset) => LogHead.Advance(_state, offset);

    /// <summary>By the writer: removes segments that lie wholly below the log start. Returns how many.</summary>
    public int DeleteOldSegments() => LogHead.DeleteOldSegments(_state);

    /// <summary>
    /// The segments, oldest first, as retention and tiering see them; the last is active. Any thread.
    /// </summary>
    public RetainedSegment[] Segments() =>
        GuardedReads.Run(_state, view => LogRetention.Describe(_state, view));

    /// <summary>By the writer: removes what the limits no longer keep. Returns how many segments went.</summary>
    public int ApplyRetention(in RetentionLimits limits) => LogRetention.Apply(_state, limits);

    /// <summary>By the writer: closes the active segment if it holds anything, so that retention may take it.</summary>
    public void Roll(Instant now)
    {
        _state.EnsureUsable();
        if (LogEndOffset > _state.View.Active.BaseOffset)
        {
            SegmentRoll.Roll(_state, now);
        }
    }

    /// <summary>
    /// By the writer: asks for a flush when <c>flush.ms</c> has passed. Until all is flushed the log is to be asked
    /// again.
    /// </summary>
    public void FlushIfOld(Instant now)
    {
        _state.IsAwaitingFlush = false;
        if (FlushedOffset >= LogEndOffset)
        {
            _state.UnflushedSince = Instant.None;
        }
        else if (_state.UnflushedSince != Instant.None
            && now.Since(_state.UnflushedSince) >= _state.Settings.FlushAgeMax)
        {
            _flush.Request();
        }

        _state.AwaitFlush();
    }

    /// <summary>
    /// By the writer: forgets producers that were idle for <c>producer.id.expiration.ms</c>. Returns how many.
    /// </summary>
    public int RemoveExpiredProducers(Instant now)
    {
        _state.EnsureUsable();
        return _state.Producers.RemoveExpired(now, _state.Services.ProducerExpiration);
    }

    /// <summary>
    /// By the writer: files whose <c>file.delete.delay.ms</c> is over. They are in nobody's way: the caller removes
    /// them wherever blocking work runs.
    /// </summary>
    public IReadOnlyList<string> TakeDueDeletions(Instant now) => _state.Deletions.TakeDue(now);

    /// <summary>
    /// By the writer: brings everything to the device, indexes and producers included, and closes the files. The log
    /// can go on afterwards; what it needs it opens again.
    /// </summary>
    public void Close() => LogClosing.Close(_state);

    /// <summary>By the writer: says that reading found damage. From now on the log refuses to change.</summary>
    public void MarkCorrupt(LogCorruptException cause) => _state.Durability.Fail(cause);

    /// <summary>
    /// Gives the log up as it is, for a killed silo of a process that goes on: nothing is flushed, and whoever still
    /// holds it can write no more, as the next life may have it open.
    /// </summary>
    internal void Abandon()
    {
        _state.Durability.Fail(new LogFailedException(Folder, new ObjectDisposedException(nameof(PartitionLog))));
        foreach (var segment in _state.View.Segments)
        {
            segment.Close();
        }
    }

    internal void MarkDeleted(string folder)
    {
        _state.Folder.Path = folder;
        _state.Durability.Fail(new Files.StorageException(
            Files.StorageErrorKind.NotFound, "use deleted log", folder, Files.FilePosition.Start));
        foreach (var segment in _state.View.Segments)
        {
            segment.Close();
        }
    }

    private void AskForFlush()
    {
        var view = _state.View;
        var settings = _state.Settings;
        var unflushedBytes = view.ActiveByteCount - view.Active.FlushedByteCount;
        var unflushedRecords = view.LogEndOffset.DistanceFrom(FlushedOffset);
        if (unflushedBytes >= settings.UnflushedBytesMax || unflushedRecords >= settings.FlushRecordsMax)
        {
            _flush.Request();
        }
    }
}

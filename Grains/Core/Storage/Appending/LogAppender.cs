using System.Runtime.InteropServices;
using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Logs;
using Cloud.Core.Storage.Producers;
using Cloud.Core.Storage.Segments;
using Cloud.Core.Storage.Transactions;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Core.Storage.Appending;

/// <summary>
/// Gathers accepted batches and writes them in one call. Used by the log's single writer; holds nothing between appends
/// but its empty lists. A batch counts for nothing (offsets, indexes, producers, readers) before its write has
/// succeeded.
/// </summary>
internal sealed class LogAppender(LogState log)
{
    private readonly List<ReadOnlyMemory<byte>> _bytes = [];
    private readonly List<StoredBatch> _batches = [];
    private readonly List<AbortedTransaction> _aborted = [];
    private FilePosition _end;

    /// <summary>The offset after all that is gathered.</summary>
    public Offset EndOffset { get; private set; }

    public void Begin()
    {
        log.EnsureUsable();
        EndOffset = log.View.LogEndOffset;
        _end = new(log.View.ActiveByteCount);
        Clear();
    }

    /// <summary>Writes what is gathered and rolls if the batch must go to a new segment. </summary>
    public void MakeRoom(in RecordBatchHeader header, Instant now)
    {
        var candidate = new RollCandidate(header.SizeBytes, header.LastOffset, header.MaxTimestamp, now);
        if (!RollPolicy.ShouldRoll(log.Settings, log.Writer.State(_end.Value), candidate))
        {
            return;
        }

        Write(now);
        SegmentRoll.Roll(log, now);
        _end = FilePosition.Start;
    }

    public ProducerVerdict Stage(in RecordBatchHeader header, ReadOnlySpan<byte> batch, RecordBatchOrigin origin) =>
        header.ProducerId.IsIdempotent
            ? log.Producers.Stage(header, MarkerReader.Read(batch, header), origin)
            : ProducerVerdict.Accepted;

    public void Gather(in RecordBatchHeader header, ReadOnlyMemory<byte> batch)
    {
        Invariant.Holds(header.BaseOffset >= EndOffset);
        _batches.Add(new(_end, header));
        _bytes.Add(batch);
        _end = _end.Plus(batch.Length);
        EndOffset = header.NextOffset;
    }

    /// <summary>One write for all that is gathered; then it is part of the log.</summary>
    /// <exception cref="StorageException">
    /// Nothing of it is in the log. A full disk leaves the log as it was.
    /// </exception>
    public void Write(Instant now)
    {
        if (_batches.Count == 0)
        {
            return;
        }

        try
        {
            WriteBytes();
        }
        finally
        {
            // On failure: what was staged for the producers must not outlive the batches.
            log.Producers.DiscardStaged();
            Clear();
        }

        if (log.UnflushedSince == Instant.None)
        {
            log.UnflushedSince = now;
            log.AwaitFlush();
        }
    }

    private void WriteBytes()
    {
        var view = log.View;
        var segment = view.Active;
        var start = _batches[0].Position;
        Invariant.Holds(start.Value == view.ActiveByteCount);
        var open = segment.Acquire();
        try
        {
            open.File.Write(_bytes, start);
        }
        catch (StorageException error)
        {
            CutBack(open.File, start, error);
            throw;
        }
        finally
        {
            open.Release();
        }

        Accept(view, segment);
    }

    private void Accept(LogView view, Segment segment)
    {
        // Indexes first: a reader that rebuilds them scans up to the published end, and entries must not come twice.
        var indexes = segment.Indexes();
        foreach (ref readonly var batch in CollectionsMarshal.AsSpan(_batches))
        {
            log.Writer.Note(indexes, batch);
        }

        segment.AreIndexesUnsaved = true;
        log.Producers.CommitStaged(EndOffset, _aborted);
        segment.Publish((int)_end.Value);
        log.Publish(new(view.Segments, view.LogStartOffset, EndOffset, (int)_end.Value)
        {
            Generation = view.Generation,
        });
        if (_aborted.Count > 0)
        {
            SaveAborted(segment);
        }
    }

    private void SaveAborted(Segment segment)
    {
        try
        {
            TransactionIndexFile.Append(log.Folder, segment.BaseOffset, _aborted);
        }
        catch (StorageException error)
        {
            // The marker is in the log, but read-committed readers could not tell what it aborted.
            log.Durability.Fail(error);
            throw;
        }
    }

    // A full disk may have taken a part of the write. Without it the log is what it was; if even cutting fails, it is
    // not.
    private void CutBack(IFile file, FilePosition start, StorageException error)
    {
        if (error.Kind is not StorageErrorKind.DiskFull)
        {
            log.Durability.Fail(error);
            return;
        }

        try
        {
            file.SetLength(start.Value);

            // Other batches will take these offsets. A crash must not bring the refused ones back in their place.
            file.Flush();
        }
        catch (StorageException cutError)
        {
            log.Durability.Fail(cutError);
        }
    }

    private void Clear()
    {
        _bytes.Clear();
        _batches.Clear();
        _aborted.Clear();
    }
}

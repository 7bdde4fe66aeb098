using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Segments;
using Cloud.Core.Storage.Transactions;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Core.Storage.Compaction;

/// <summary>
/// Writes a segment anew as <c>.cleaned</c> files, which are worth nothing until <see cref="Finish"/> has flushed them:
/// a crash before leaves files that the next start deletes. Single caller.
/// </summary>
internal sealed class CleanedSegmentWriter : IDisposable
{
    // Few, large writes: the disk is shared with appends.
    private const int PendingBytesMax = 1024 * 1024;

    private readonly SegmentFolder _folder;
    private readonly IFile _log;
    private readonly PooledBuffer _pending = new(PendingBytesMax);
    private readonly SegmentIndexes _indexes = new();
    private readonly IndexBuilder _builder;
    private FilePosition _writtenEnd = FilePosition.Start;
    private bool _isDisposed;

    public CleanedSegmentWriter(SegmentFolder folder, Offset baseOffset, int indexIntervalBytes)
    {
        _folder = folder;
        BaseOffset = baseOffset;
        _builder = new(baseOffset, indexIntervalBytes);
        _log = folder.Files.Open(PathOf(SegmentFileNames.LogSuffix), FileAccessMode.CreateOrEmpty);
    }

    public Offset BaseOffset { get; }

    private FilePosition End => _writtenEnd.Plus(_pending.Length);

    /// <summary>Rewriting can make a batch larger; positions in a segment have 31 bits.</summary>
    public bool HasRoomFor(int byteCount) => End.Value + byteCount <= int.MaxValue;

    public void Append(ReadOnlySpan<byte> batch)
    {
        var isRead = RecordBatchHeader.TryRead(batch, out var header) is ReadStatus.Done;
        Invariant.Holds(isRead && header.SizeBytes == batch.Length);
        _builder.Add(_indexes, new StoredBatch(End, header));
        _pending.Write(batch);
        if (_pending.Length >= PendingBytesMax)
        {
            WritePending();
        }
    }

    /// <summary>Brings all files of the segment to the device, complete.</summary>
    public void Finish(List<AbortedTransaction> aborted)
    {
        WritePending();
        _log.Flush();
        _builder.Seal(_indexes);
        WriteWhole(SegmentFileNames.OffsetIndexSuffix, IndexFormat.Encode(_indexes.Offsets.Span));
        WriteWhole(SegmentFileNames.TimeIndexSuffix, IndexFormat.Encode(_indexes.Times.Span));
        if (aborted.Count > 0)
        {
            WriteWhole(SegmentFileNames.TransactionIndexSuffix, Encode(aborted));
        }
    }

    public void Delete()
    {
        foreach (var suffix in SegmentFileNames.SegmentSuffixes)
        {
            _folder.Files.DeleteFile(PathOf(suffix));
        }
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _log.Dispose();
        _pending.Dispose();
    }

    private static byte[] Encode(List<AbortedTransaction> aborted)
    {
        var bytes = new byte[aborted.Count * AbortedTransaction.SizeBytes];
        for (var at = 0; at < aborted.Count; at++)
        {
            aborted[at].Encode(bytes.AsSpan(at * AbortedTransaction.SizeBytes));
        }

        return bytes;
    }

    private void WritePending()
    {
        _log.Write(_pending.Written, _writtenEnd);
        _writtenEnd = End;
        _pending.Clear();
    }

    private void WriteWhole(string suffix, ReadOnlySpan<byte> bytes)
    {
        using var file = _folder.Files.Open(PathOf(suffix), FileAccessMode.CreateOrEmpty);
        file.Write(bytes, FilePosition.Start);
        file.Flush();
    }

    private string PathOf(string suffix) => _folder.PathOf(BaseOffset, suffix + SegmentFileNames.CleanedSuffix);
}

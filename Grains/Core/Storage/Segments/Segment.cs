using Cloud.Core.Storage.Files;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Segments;

/// <summary>
/// One <c>.log</c> file of a log and its indexes, opened and loaded when first needed and let go when idle. Length, pin
/// and indexes are changed by the log's writer only; the rest may be called by any thread.
/// </summary>
internal sealed class Segment(SegmentFolder folder, Offset baseOffset, int byteCount) : IClosable
{
    private OpenFile? _open;
    private SegmentIndexes? _indexes;
    private int _byteCount = byteCount;
    private int _flushedByteCount = byteCount;
    private volatile bool _areIndexesUnsaved;
    private volatile bool _isDeleted;
    private volatile bool _wasUsed;

    public Offset BaseOffset { get; } = baseOffset;

    public string Path => folder.PathOf(BaseOffset, SegmentFileNames.LogSuffix);

    public bool MayHaveGaps => folder.MayHaveGaps;

    /// <summary>Bytes that hold whole batches. The file may be longer while an append is under way.</summary>
    public int ByteCount => Volatile.Read(ref _byteCount);

    public FilePosition End => new(ByteCount);

    /// <summary>
    /// Bytes known to be on the device. While there are others the file stays open, so that no error is missed.
    /// </summary>
    public int FlushedByteCount
    {
        get => Volatile.Read(ref _flushedByteCount);
        set => Volatile.Write(ref _flushedByteCount, value);
    }

    /// <summary>The indexes in memory are newer than their files.</summary>
    public bool AreIndexesUnsaved
    {
        get => _areIndexesUnsaved;
        set => _areIndexesUnsaved = value;
    }

    public bool IsOpen => Volatile.Read(ref _open) is not null;

    /// <summary>
    /// Opens the file when it is not open. The caller releases what it gets; null once the segment is deleted.
    /// </summary>
    public OpenFile? TryAcquire()
    {
        _wasUsed = true;
        while (!_isDeleted)
        {
            var open = Volatile.Read(ref _open);
            if (open is not null && open.TryAddReference())
            {
                return open;
            }

            if (TryOpen(open) is { } opened)
            {
                return opened;
            }
        }

        return null;
    }

    /// <exception cref="SegmentGoneException">The segment is deleted.</exception>
    public OpenFile Acquire() => TryAcquire() ?? throw new SegmentGoneException(Path);

    public SegmentIndexes Indexes()
    {
        var indexes = Volatile.Read(ref _indexes);
        if (indexes is not null)
        {
            return indexes;
        }

        // Two readers may load the same files at once; either result is right, the first stays.
        indexes = SegmentIndexFiles.Load(folder, this, out var isRebuilt);
        var first = Interlocked.CompareExchange(ref _indexes, indexes, null);
        if (first is null && isRebuilt)
        {
            _areIndexesUnsaved = true;
        }

        return first ?? indexes;
    }

    public int RelativeOffset(Offset offset) =>
        (int)Math.Clamp(offset.DistanceFrom(BaseOffset), int.MinValue, int.MaxValue);

    /// <summary>Publishes bytes that were written, after they were.</summary>
    public void Publish(int byteCount) => Volatile.Write(ref _byteCount, byteCount);

    /// <summary>Replaces the indexes, because they were built anew or found to be wrong.</summary>
    public void Use(SegmentIndexes indexes)
    {
        Volatile.Write(ref _indexes, indexes);
        _areIndexesUnsaved = true;
    }

    public bool TakeUsedMark()
    {
        var wasUsed = _wasUsed;
        _wasUsed = false;
        return wasUsed;
    }

    public bool TryCloseIdle()
    {
        if (FlushedByteCount < ByteCount)
        {
            return false;
        }

        Close();
        if (!_areIndexesUnsaved)
        {
            Volatile.Write(ref _indexes, null);
        }

        return true;
    }

    /// <summary>Gives the file up; readers that hold it go on. It is opened again when needed.</summary>
    public void Close() => Interlocked.Exchange(ref _open, null)?.Release();

    /// <summary>
    /// The same, for good: a late reader gets an error instead of a file that is no longer part of the log.
    /// </summary>
    public void CloseForDeletion()
    {
        _isDeleted = true;
        Close();
    }

    // With a reference for the caller, taken before anyone can see the file: were it only published, others that are
    // over the bound could close it again and again before its opener gets hold of it.
    private OpenFile? TryOpen(OpenFile? seen)
    {
        IFile file;
        try
        {
            file = folder.Files.Open(Path, FileAccessMode.WriteExisting);
        }
        catch (StorageException error) when (error.Kind is StorageErrorKind.NotFound && _isDeleted)
        {
            return null;
        }

        var opened = new OpenFile(file, folder.Bound.Closed);
        opened.TryAddReference();
        var isFirst = Interlocked.CompareExchange(ref _open, opened, seen) == seen;
        folder.Bound.Opened(this);
        if (!isFirst)
        {
            opened.Release();
        }
        else if (_isDeleted)
        {
            // Deleted meanwhile: the name may even be another file's by now, and nobody else would close this one.
            Close();
        }

        if (isFirst && !_isDeleted)
        {
            return opened;
        }

        opened.Release();
        return null;
    }
}

using System.Collections.Concurrent;

namespace Cloud.Core.Storage.Files;

/// <summary>
/// Keeps the number of open segment files near a bound: opening one beyond it closes those that were not used of late
/// (second chance, the usual stand-in for least recently used: it needs no list to be reordered on every read, so reads
/// of any thread stay free of locks). A file with unflushed bytes or a reader may exceed the bound for a while.
/// </summary>
internal sealed class OpenFileBound(int openFilesMax)
{
    private readonly ConcurrentQueue<IClosable> _opened = new();
    private int _openCount;

    public int OpenCount => Volatile.Read(ref _openCount);

    /// <summary>
    /// Called when a file was opened by <paramref name="owner"/>, which holds it until told to close.
    /// </summary>
    public void Opened(IClosable owner)
    {
        Interlocked.Increment(ref _openCount);
        _opened.Enqueue(owner);
        if (OpenCount > openFilesMax || _opened.Count > QueueLengthMax)
        {
            CloseSome();
        }
    }

    public void Closed() => Interlocked.Decrement(ref _openCount);

    // Files that their owners closed stay queued until a turn passes by; this bounds how many of them gather.
    private int QueueLengthMax => (2 * openFilesMax) + 16;

    private void CloseSome()
    {
        // One full turn clears every mark, so the second finds a victim unless all are pinned.
        var looks = 2 * _opened.Count;
        while (looks-- > 0 && (OpenCount > openFilesMax || _opened.Count > QueueLengthMax)
            && _opened.TryDequeue(out var candidate))
        {
            if (candidate.IsOpen && !TryClose(candidate))
            {
                _opened.Enqueue(candidate);
            }
        }
    }

    private bool TryClose(IClosable candidate) =>
        OpenCount > openFilesMax && !candidate.TakeUsedMark() && candidate.TryCloseIdle();
}

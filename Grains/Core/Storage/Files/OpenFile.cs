namespace Cloud.Core.Storage.Files;

/// <summary>
/// A file that is open as long as somebody holds a reference. Any thread may add or release; the last release closes.
/// So a deleted, evicted or truncated-away file stays readable for who reads it, and closing never waits for a reader.
/// </summary>
internal sealed class OpenFile(IFile file, Action? closed = null)
{
    // The creator's own reference. Zero is final: a closed file is never revived.
    private int _references = 1;

    public IFile File => file;

    public bool TryAddReference()
    {
        var references = Volatile.Read(ref _references);
        while (references > 0)
        {
            var seen = Interlocked.CompareExchange(ref _references, references + 1, references);
            if (seen == references)
            {
                return true;
            }

            references = seen;
        }

        return false;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _references) == 0)
        {
            file.Dispose();
            closed?.Invoke();
        }
    }
}

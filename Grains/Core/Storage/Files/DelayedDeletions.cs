using Cloud.Protocol;

namespace Cloud.Core.Storage.Files;

/// <summary>
/// Files or folders that left a log, already under a name that no start believes in, and wait for their removal. The
/// wait begins when they are first asked for with a time, so that who adds them needs no clock. Used by one owner;
/// <see cref="IsEmpty"/> may be asked by any thread. Forgotten in a crash: the next start removes what it finds.
/// </summary>
internal sealed class DelayedDeletions
{
    private Dictionary<string, (TimeSpan Delay, Instant Since)>? _waiting;
    private volatile bool _isEmpty = true;

    public bool IsEmpty => _isEmpty;

    /// <summary>A path that waits already waits anew: another file bears its name now.</summary>
    public void Add(string path, TimeSpan delay)
    {
        _waiting ??= new(StringComparer.Ordinal);
        _waiting[path] = (delay, Instant.None);
        _isEmpty = false;
    }

    /// <summary>What has waited long enough; the caller removes it.</summary>
    public IReadOnlyList<string> TakeDue(Instant now, int countMax = int.MaxValue)
    {
        var due = new List<string>();
        if (_waiting is null)
        {
            return due;
        }

        // Changing a value or removing while enumerating is allowed for dictionaries.
        foreach (var (path, (delay, since)) in _waiting)
        {
            if (since == Instant.None)
            {
                _waiting[path] = (delay, now);
            }

            var waited = since == Instant.None ? TimeSpan.Zero : now.Since(since);
            if (waited >= delay && due.Count < countMax)
            {
                due.Add(path);
                _waiting.Remove(path);
            }
        }

        if (_waiting.Count == 0)
        {
            (_waiting, _isEmpty) = (null, true);
        }

        return due;
    }
}

namespace Cloud.Client;

/// <summary>
/// The topics that a client wants to know of: some by name, or all, which who subscribes by a pattern needs.
/// Thread-safe.
/// </summary>
internal sealed class TopicInterest
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _names = [];
    private bool _isAll;

    /// <summary>Null for all of them.</summary>
    public IReadOnlyList<string>? Names
    {
        get
        {
            lock (_gate)
            {
                return _isAll ? null : [.. _names];
            }
        }
    }

    /// <summary>False when it was there before.</summary>
    public bool Add(string topic)
    {
        lock (_gate)
        {
            return _names.Add(topic) && !_isAll;
        }
    }

    public void Remove(string topic)
    {
        lock (_gate)
        {
            _names.Remove(topic);
        }
    }

    public void Set(IEnumerable<string> topics)
    {
        lock (_gate)
        {
            _isAll = false;
            _names.Clear();
            _names.UnionWith(topics);
        }
    }

    public void SetAll()
    {
        lock (_gate)
        {
            _isAll = true;
        }
    }
}

namespace Cloud.Simulation.Worlds;

/// <summary>What happened, as lines: the last ones are kept, all go into a hash that tells two courses apart.</summary>
internal sealed class Trace(Action<string>? write)
{
    private const int LinesKeptMax = 60;
    private const ulong HashPrime = 1099511628211;

    private readonly Queue<string> _last = new();

    public ulong Hash { get; private set; } = 14695981039346656037;

    public IEnumerable<string> Last => _last;

    public void Add(long milliseconds, string line)
    {
        var stamped = $"{milliseconds,7} {line}";
        foreach (var character in stamped)
        {
            Hash = unchecked((Hash ^ character) * HashPrime);
        }

        _last.Enqueue(stamped);
        if (_last.Count > LinesKeptMax)
        {
            _last.Dequeue();
        }

        write?.Invoke(stamped);
    }
}

namespace Cloud.Interop.Faults;

/// <summary>Lines that count up: one that is missing, doubled or moved is seen.</summary>
internal sealed class NumberedLines
{
    private readonly List<string> _all = [];

    public IReadOnlyList<string> All => _all;

    public IReadOnlyList<string> Next(int count)
    {
        var next = Enumerable.Range(_all.Count, count).Select(number => $"line {number:D8}").ToList();
        _all.AddRange(next);
        return next;
    }
}

namespace Cloud.ProtocolGenerator.Descriptions;

/// <summary>Versions from first to last, both included.</summary>
public readonly struct VersionSpan(int first, int last)
{
    public int First { get; } = first;

    public int Last { get; } = last;

    public bool Contains(int version) => version >= First && version <= Last;

    public bool Contains(VersionSpan other) => other.First >= First && other.Last <= Last;

    /// <summary>Reads `4`, `4-7` or `4+`, which reaches to <paramref name="last"/>.</summary>
    public static bool TryParse(string text, int last, out VersionSpan span)
    {
        span = default;
        var isOpen = text.EndsWith("+", StringComparison.Ordinal);
        var parts = (isOpen ? text.Substring(0, text.Length - 1) : text).Split('-');
        if (parts.Length > (isOpen ? 1 : 2) || !TryParseNumber(parts[0], out var first))
        {
            return false;
        }

        var end = isOpen ? last : first;
        if (parts.Length == 2 && !TryParseNumber(parts[1], out end))
        {
            return false;
        }

        span = new VersionSpan(first, end);
        return first <= end;
    }

    public override string ToString() => First == Last ? $"{First}" : $"{First}-{Last}";

    private static bool TryParseNumber(string text, out int number)
    {
        number = 0;
        return text.Length is > 0 and <= 4 && text.All(letter => letter is >= '0' and <= '9')
            && int.TryParse(text, out number);
    }
}

namespace Cloud.Architecture;

/// <summary>Shows all violations of a rule in one failure, one in a line.</summary>
internal static class Lines
{
    public static void AssertNone<T>(IEnumerable<T> violations)
    {
        var lines = violations.Select(violation => $"{violation}").Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(lines.Count == 0, string.Join(Environment.NewLine, lines.Prepend($"{lines.Count} violations:")));
    }
}

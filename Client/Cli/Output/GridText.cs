namespace Cloud.Cli.Output;

/// <summary>
/// A grid for files and other programs: one line a row, whatever its length, columns aligned and two blanks apart,
/// and a dash for what is empty, so that <c>awk</c> counts right.
/// </summary>
internal static class GridText
{
    private const string Gap = "  ";
    private const string Empty = "-";

    public static void Write(TextWriter output, Grid grid)
    {
        var rows = grid.Rows.Select(row => row.Select(Clean).ToArray()).ToList();
        rows.Insert(0, [.. grid.Columns.Select(column => Clean(column.Name.ToUpperInvariant().Replace(' ', '-')))]);
        var widths = grid.Columns.Select((_, index) => rows.Max(row => row[index].Length)).ToArray();
        foreach (var row in rows)
        {
            var cells = row.Select((cell, index) =>
                grid.Columns[index].IsNumber ? cell.PadLeft(widths[index]) : cell.PadRight(widths[index]));
            output.Write(string.Join(Gap, cells).TrimEnd() + "\n");
        }
    }

    private static string Clean(string cell) =>
        cell.Length == 0 ? Empty : cell.ReplaceLineEndings(" ").Replace('\t', ' ');
}

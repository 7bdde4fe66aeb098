namespace Cloud.Cli.Output;

/// <summary>Rows for people.</summary>
internal sealed class Grid(params GridColumn[] columns)
{
    private readonly List<string[]> _rows = [];

    public IReadOnlyList<GridColumn> Columns => columns;

    public IReadOnlyList<string[]> Rows => _rows;

    public void Add(params string[] cells) => _rows.Add(cells);
}

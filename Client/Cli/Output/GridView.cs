using Spectre.Console;

namespace Cloud.Cli.Output;

/// <summary>A grid for a terminal, within its width: long cells go on in the next line.</summary>
internal static class GridView
{
    public static void Write(IAnsiConsole console, Grid grid)
    {
        var table = new Table().Border(TableBorder.Simple).BorderStyle(Style.Parse("grey"));
        foreach (var column in grid.Columns)
        {
            var shown = new TableColumn(new Text(column.Name, Style.Parse("bold")));
            table.AddColumn(column.IsNumber ? shown.RightAligned().NoWrap() : shown);
        }

        foreach (var row in grid.Rows)
        {
            table.AddRow(row.Select(cell => new Text(cell)));
        }

        console.Write(table);
    }
}

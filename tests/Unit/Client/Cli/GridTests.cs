using Cloud.Cli.Output;
using Spectre.Console;
using Grid = Cloud.Cli.Output.Grid;
using GridColumn = Cloud.Cli.Output.GridColumn;

namespace Cloud.Unit.Client.Cli;

/// <summary>Tables for programs and for people.</summary>
public sealed class GridTests
{
    [Fact]
    public void Grid_for_programs_has_one_line_a_row_and_a_word_a_cell()
    {
        var grid = new Grid("Topic", GridColumn.Number("Would be"), "Rack");
        grid.Add("orders", "7", "");
        grid.Add("a\nb", "1234567890", "x");

        var output = new StringWriter();
        GridText.Write(output, grid);

        Assert.Equal(
            """
            TOPIC     WOULD-BE  RACK
            orders           7  -
            a b     1234567890  x

            """.ReplaceLineEndings("\n"),
            output.ToString());
    }

    [Fact]
    public void Grid_for_people_stays_within_the_width()
    {
        var grid = new Grid("Name", GridColumn.Number("Count"), "Long");
        grid.Add(new string('n', 60), "12345", string.Join(' ', Enumerable.Repeat("[red]word", 20)));

        var lines = Render(grid, width: 80);

        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
        Assert.Contains(lines, line => line.Contains("12345"));
        Assert.Contains(lines, line => line.Contains("[red]word"));
    }

    private static string[] Render(Grid grid, int width)
    {
        var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = width;
        GridView.Write(console, grid);
        return output.ToString().Split('\n');
    }
}

using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Cloud.Benchmarks.Harness;

/// <summary>The rows of one run: a table for people, JSON for tools.</summary>
internal sealed class BenchmarkReport(string area)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly List<BenchmarkRow> _rows = [];

    public string Area => area;

    public void Add(BenchmarkRow row)
    {
        _rows.Add(row);
        Console.Error.WriteLine($"{row.Name}: {Format(row.Value)} {row.Unit}");
    }

    public void Add(string name, double value, string unit, double? baseline = null, double? allocated = null) =>
        Add(new(name, value, unit, baseline, value / baseline, allocated));

    public void Print()
    {
        var table = new Table { Title = new TableTitle(area), Border = TableBorder.Markdown };
        table.AddColumns("name", "value", "unit", "baseline", "ratio", "allocated B");
        foreach (var index in Enumerable.Range(1, 5).Where(index => index != 2))
        {
            table.Columns[index].RightAligned();
        }

        foreach (var row in _rows)
        {
            table.AddRow(
                Markup.Escape(row.Name),
                Format(row.Value),
                Markup.Escape(row.Unit),
                Format(row.Baseline),
                Format(row.Ratio),
                Format(row.Allocated));
        }

        AnsiConsole.Profile.Width = 120;
        AnsiConsole.Write(table);
    }

    public async Task Save(FileInfo file, CancellationToken cancellation)
    {
        await using var stream = file.Create();
        await JsonSerializer.SerializeAsync(stream, new { area, rows = _rows }, Indented, cancellation);
    }

    private static string Format(double? value) => value switch
    {
        null => "",
        >= 100 or <= -100 => value.Value.ToString("#,0", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("0.###", CultureInfo.InvariantCulture),
    };
}

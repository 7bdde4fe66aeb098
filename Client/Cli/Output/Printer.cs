using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cloud.Cli.Hosting;
using Spectre.Console;

namespace Cloud.Cli.Output;

/// <summary>Writes what a command has found out: as tables and lines, or as one JSON document.</summary>
internal sealed class Printer(CliHost host, bool isJson)
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };

    public bool IsJson => isJson;

    /// <param name="json">What programs get. Members in camel case.</param>
    /// <param name="text">What people get.</param>
    public void Write(object json, Action<Printer> text)
    {
        if (isJson)
        {
            host.Out.WriteLine(JsonSerializer.Serialize(json, JsonOptions));
        }
        else
        {
            text(this);
        }

        host.Out.Flush();
    }

    public void Line(string text = "") => host.Out.WriteLine(text);

    public void Table(Grid grid)
    {
        if (host.OutputColumns is { } columns)
        {
            GridView.Write(NewConsole(columns), grid);
        }
        else
        {
            GridText.Write(host.Out, grid);
        }
    }

    private IAnsiConsole NewConsole(int columns)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = host.HasColours ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = host.HasColours ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(host.Out),
        });
        console.Profile.Width = columns;
        return console;
    }
}

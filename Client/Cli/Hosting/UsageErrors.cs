using System.CommandLine;
using System.CommandLine.Parsing;

namespace Cloud.Cli.Hosting;

/// <summary>Says in one line what is wrong with a command line, and where help is.</summary>
internal static class UsageErrors
{
    public static int Report(ParseResult parsed, CliHost host)
    {
        var path = PathOf(parsed);
        var message = string.Join(' ', parsed.Errors[0].Message.Split(
            (char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        host.Error.WriteLine($"error: {message.TrimEnd('.')}. See '{path} --help'.");
        host.Error.Flush();
        return ExitCode.Usage;
    }

    private static string PathOf(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (var symbol = parsed.CommandResult; symbol is not null; symbol = symbol.Parent as CommandResult)
        {
            names.Push(symbol.Command is RootCommand ? "cloud" : symbol.Command.Name);
        }

        return string.Join(' ', names);
    }
}

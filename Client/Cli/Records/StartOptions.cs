using System.CommandLine;
using Cloud.Cli.Hosting;
using Cloud.Cli.Options;

namespace Cloud.Cli.Records;

/// <summary>The options that say where reading begins: at most one of them.</summary>
internal static class StartOptions
{
    private static readonly Option<bool> FromBeginning = new("--from-beginning", "-f")
    {
        Description = "From the first record; of a group, where it has committed nothing.",
    };

    private static readonly Option<long?> FromOffset = new("--offset")
    {
        Description = "From this offset; -10 is ten before the end.",
        HelpName = "n",
    };

    private static readonly Option<string> FromTime = new("--from-time")
    {
        Description = "From the first record that is not older.",
        HelpName = "2026-01-31T12:00:00Z",
    };

    public static void AddTo(Command command)
    {
        command.Options.Add(FromBeginning);
        command.Options.Add(FromOffset);
        command.Options.Add(FromTime);
    }

    /// <summary>Null: with what is written next, or where a group is.</summary>
    /// <exception cref="UsageException">Several are given.</exception>
    public static StartPosition? Read(CommandContext context)
    {
        StartPosition?[] given =
        [
            context.Get(FromBeginning) ? new StartPosition.Beginning() : null,
            context.Get(FromOffset) is { } offset ? new StartPosition.Fixed(offset) : null,
            context.Get(FromTime) is { } time ? new StartPosition.Time(TimeText.Parse(time)) : null,
        ];
        return given.Where(start => start is not null).ToArray() switch
        {
            [] => null,
            [var only] => only,
            _ => throw new UsageException("Give one of --from-beginning, --offset and --from-time."),
        };
    }
}

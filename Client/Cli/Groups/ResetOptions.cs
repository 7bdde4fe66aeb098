using System.CommandLine;
using Cloud.Cli.Hosting;
using Cloud.Cli.Options;

namespace Cloud.Cli.Groups;

/// <summary>The options that say where to: exactly one of them.</summary>
internal static class ResetOptions
{
    private static readonly Option<bool> ToEarliest = new("--to-earliest") { Description = "To the first record." };

    private static readonly Option<bool> ToLatest = new("--to-latest") { Description = "To the end." };

    private static readonly Option<string> ToDateTime = new("--to-datetime")
    {
        Description = "To the first record that is not older; UTC where no zone is named.",
        HelpName = "2026-01-31T12:00:00Z",
    };

    private static readonly Option<long?> ToOffset = new("--to-offset")
    {
        Description = "To this offset, or the nearest that is there.",
        HelpName = "offset",
    };

    private static readonly Option<long?> ShiftBy = new("--shift-by")
    {
        Description = "By so many records, back when negative.",
        HelpName = "n",
    };

    public static void AddTo(Command command)
    {
        command.Options.Add(ToEarliest);
        command.Options.Add(ToLatest);
        command.Options.Add(ToDateTime);
        command.Options.Add(ToOffset);
        command.Options.Add(ShiftBy);
    }

    /// <exception cref="UsageException">None is given, or several are.</exception>
    public static ResetTarget Read(CommandContext context)
    {
        ResetTarget?[] given =
        [
            context.Get(ToEarliest) ? new ResetTarget.Earliest() : null,
            context.Get(ToLatest) ? new ResetTarget.Latest() : null,
            context.Get(ToDateTime) is { } time ? new ResetTarget.Time(TimeText.Parse(time)) : null,
            context.Get(ToOffset) is { } offset ? new ResetTarget.Fixed(offset) : null,
            context.Get(ShiftBy) is { } count ? new ResetTarget.Shift(count) : null,
        ];
        return given.Where(target => target is not null).ToArray() is [{ } only]
            ? only
            : throw new UsageException(
                "Give one of --to-earliest, --to-latest, --to-datetime, --to-offset and --shift-by.");
    }
}

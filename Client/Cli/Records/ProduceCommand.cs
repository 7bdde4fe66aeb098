using System.CommandLine;
using System.Text;
using Cloud.Cli.Hosting;
using Cloud.Cli.Options;
using Cloud.Cli.Output;
using Cloud.Client;

namespace Cloud.Cli.Records;

/// <summary><c>cloud produce</c></summary>
internal static class ProduceCommand
{
    private static readonly Argument<string> Topic = new("topic") { Description = "Where to." };

    private static readonly Argument<FileInfo[]> Files = new("file")
    {
        Description = "Files, a record for each line; standard input where none is given.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string> KeySeparator = new("--key-separator", "-k")
    {
        Description = "Lines are keys and values, with this between. \\t is a tab.",
        HelpName = "text",
    };

    private static readonly Option<string[]> HeaderTexts = new("--header")
    {
        Description = "A header of every record; may be given many times.",
        HelpName = "key=value",
    };

    private static readonly Option<string> NullValue = new("--null-value")
    {
        Description = "A value that is this text becomes null: a tombstone.",
        HelpName = "text",
    };

    private static readonly Option<int?> Partition = new("--partition", "-p")
    {
        Description = "Which partition; by key, or in turns, where it is not given.",
        HelpName = "n",
    };

    public static Command Create(CliHost host)
    {
        var command = new Command("produce", "Writes lines as records.")
        {
            Topic, Files, KeySeparator, HeaderTexts, NullValue, Partition,
        };
        ProducerSettings.AddTo(command);
        command.SetAction(host, Run);
        return command;
    }

    private static async Task<int> Run(CommandContext context, CancellationToken cancellationToken)
    {
        var topic = context.Get(Topic);
        var settings = ProducerSettings.Read(context);
        var form = new LineForm(
            context.Get(KeySeparator) is { Length: > 0 } separator ? Encoding.UTF8.GetBytes(Unescape(separator)) : null,
            context.Get(NullValue) is { } text ? Encoding.UTF8.GetBytes(text) : null,
            HeadersOf(context),
            context.Get(Partition),
            settings.MaxRequestSize);
        var files = context.Get(Files);
        if (files.FirstOrDefault(file => !file.Exists) is { } missing)
        {
            throw new UsageException($"{missing} is not there, or is no file.");
        }

        var description = await TopicCheck.Exists(context, topic, cancellationToken);
        TopicCheck.HasPartitions(description, form.Partition is { } wanted ? [wanted] : []);
        if (files.Length == 0 && context.Host.IsInputTerminal)
        {
            context.Host.Error.WriteLine($"Each line becomes a record of {topic}; Ctrl+D ends.");
        }

        await using var producer = new Producer<byte[]?, byte[]?>(
            settings, Serializers.ByteArray, Serializers.ByteArray);
        var run = new ProduceRun(producer, topic, form, new Progress(context.Host));
        await run.Send(files, context.Host.Input, cancellationToken);
        return Report(context, topic, run);
    }

    private static int Report(CommandContext context, string topic, ProduceRun run)
    {
        if (context.Printer.IsJson)
        {
            context.Printer.Write(
                new { Topic = topic, Records = run.Written, Failed = run.Failed, ValueBytes = run.Bytes }, _ => { });
        }
        else
        {
            context.Host.Error.WriteLine($"Wrote {Quantities.Count(run.Written, "record")} to {topic}.");
        }

        if (run.FirstFailure is { } failure)
        {
            var were = run.Failed == 1 ? "was" : "were";
            context.Host.Error.WriteLine(
                $"error: {Quantities.Count(run.Failed, "record")} {were} not written. First: {failure.Message}");
            return CommandFailures.ExitCodeOf(failure);
        }

        return run.IsCutShort ? ExitCode.Interrupted : ExitCode.Ok;
    }

    private static string Unescape(string text) => text.Replace("\\t", "\t", StringComparison.Ordinal);

    private static Headers? HeadersOf(CommandContext context)
    {
        var texts = context.Get(HeaderTexts) ?? [];
        var headers = new Headers();
        foreach (var (key, value) in texts.Select(KeyValueText.Parse))
        {
            headers.Add(key, value);
        }

        return texts.Length > 0 ? headers : null;
    }
}

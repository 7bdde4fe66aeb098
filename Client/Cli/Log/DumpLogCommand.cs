using System.CommandLine;
using Cloud.Cli.Hosting;
using Cloud.Protocol.Records;

namespace Cloud.Cli.Log;

/// <summary><c>cloud log dump</c></summary>
internal static class DumpLogCommand
{
    private static readonly Argument<FileInfo[]> Files = new("file")
    {
        Description = "Segment files (*.log) of a broker's data folder.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<bool> Records = new("--records")
    {
        Description = "Prints every record, too.",
    };

    public static Command Create(CliHost host)
    {
        var command = new Command("dump", "Prints the record batches of segment files, a line for each.")
        {
            Files, Records,
        };
        command.SetAction(host, Run);
        return command;
    }

    private static Task<int> Run(CommandContext context, CancellationToken cancellationToken)
    {
        var exitCode = ExitCode.Ok;
        foreach (var file in context.Get(Files))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var status = context.Printer.IsJson
                ? JsonLogDump.Write(file, context.Host.Out, context.Get(Records))
                : Dump(file, context);
            if (status is not RecordBatchStatus.Valid)
            {
                context.Host.Out.Flush();
                context.Host.Error.WriteLine($"error: {file} is damaged or cut off: {status}.");
                exitCode = ExitCode.Failed;
            }
        }

        context.Host.Out.Flush();
        return Task.FromResult(exitCode);
    }

    private static RecordBatchStatus Dump(FileInfo file, CommandContext context)
    {
        using var stream = LogFile.Open(file);
        context.Printer.Line($"# {file}");
        using var dump = new RecordBatchDump(context.Host.Out) { PrintsRecords = context.Get(Records) };
        return dump.Write(stream);
    }
}

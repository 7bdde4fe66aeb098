using System.CommandLine;
using Cloud.Cli.Hosting;
using Cloud.Protocol.Errors;

namespace Cloud.Cli.Topics;

/// <summary><c>cloud topics delete</c></summary>
internal static class DeleteTopicsCommand
{
    private static readonly Argument<string[]> Names = new("name")
    {
        Description = "Names of topics.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<bool> IfExists = new("--if-exists")
    {
        Description = "A topic that is not there is no error.",
    };

    public static Command Create(CliHost host)
    {
        var command = new Command("delete", "Deletes topics with all of their records.") { Names, IfExists };
        command.SetAction(host, Run);
        return command;
    }

    private static async Task<int> Run(CommandContext context, CancellationToken cancellationToken)
    {
        await using var admin = context.NewAdmin();
        var results = await admin.DeleteTopicsAsync(context.Get(Names), cancellationToken);
        context.Printer.Write(
            results.Select(result => new { Name = result.Key, IsDeleted = result.Value.IsOk }),
            printer =>
            {
                foreach (var (name, _) in results.Successes)
                {
                    printer.Line($"Deleted topic {name}.");
                }
            });
        return context.Report(results.Failures.Select(failure => failure.Value).Where(failure =>
            !(context.Get(IfExists) && failure.Error is KafkaError.UnknownTopicOrPartition)));
    }
}

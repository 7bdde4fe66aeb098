using System.CommandLine;
using Cloud.Cli.Hosting;

namespace Cloud.Cli.Groups;

/// <summary><c>cloud groups delete</c></summary>
internal static class DeleteGroupsCommand
{
    private static readonly Argument<string[]> Groups = new("group")
    {
        Description = "Ids of groups without members.",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Command Create(CliHost host)
    {
        var command = new Command("delete", "Deletes groups that have no members, and their offsets.") { Groups };
        command.SetAction(host, Run);
        return command;
    }

    private static async Task<int> Run(CommandContext context, CancellationToken cancellationToken)
    {
        await using var admin = context.NewAdmin();
        var results = await admin.DeleteGroupsAsync(context.Get(Groups), cancellationToken);
        context.Printer.Write(
            results.Select(result => new { GroupId = result.Key, IsDeleted = result.Value.IsOk }),
            printer =>
            {
                foreach (var (group, _) in results.Successes)
                {
                    printer.Line($"Deleted group {group}.");
                }
            });
        return context.Report(results.Failures.Select(failure => failure.Value));
    }
}

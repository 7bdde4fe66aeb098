using System.CommandLine;
using Cloud.Cli.Hosting;
using Cloud.Cli.Output;
using Cloud.Client;

namespace Cloud.Cli.Groups;

/// <summary><c>cloud groups describe</c></summary>
internal static class DescribeGroupsCommand
{
    private static readonly Argument<string[]> Groups = new("group")
    {
        Description = "Ids of groups.",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Command Create(CliHost host)
    {
        var command = new Command("describe", "Shows members, what each has, and how far the group is.") { Groups };
        command.SetAction(host, Run);
        return command;
    }

    private static async Task<int> Run(CommandContext context, CancellationToken cancellationToken)
    {
        await using var admin = context.NewAdmin();
        var results = await admin.DescribeGroupsAsync(context.Get(Groups), cancellationToken);
        var groups = new List<(GroupDescription Group, IReadOnlyList<GroupProgress> Progress)>();
        foreach (var (_, group) in results.Successes)
        {
            groups.Add((group, await GroupProgresses.Find(admin, group, cancellationToken)));
        }

        if (groups.Count > 0)
        {
            context.Printer.Write(groups.Select(one => ToJson(one.Group, one.Progress)), printer =>
            {
                foreach (var (group, progress) in groups)
                {
                    Print(printer, group, progress);
                }
            });
        }

        return context.Report(results.Failures.Select(failure => failure.Value));
    }

    private static void Print(Printer printer, GroupDescription group, IReadOnlyList<GroupProgress> progress)
    {
        var assignor = group.Assignor.Length > 0 ? $", assignor {group.Assignor}" : "";
        printer.Line(
            $"{group.GroupId}: {group.State}, {group.Type} protocol{assignor}, coordinator {group.Coordinator}, "
            + Quantities.Count(group.Members.Count, "member"));
        if (group.Members.Count > 0)
        {
            printer.Table(GridOf(group));
        }

        if (progress.Count > 0)
        {
            printer.Table(GridOf(progress));
        }

        printer.Line();
    }

    private static Grid GridOf(GroupDescription group)
    {
        var grid = new Grid(
            GridColumn.Number("#"), "Client", "Host", GridColumn.Number("Partitions"), "Member id");
        foreach (var (index, member) in group.Members.Index())
        {
            var name = member.InstanceId is { } instance ? $"{member.ClientId} ({instance})" : member.ClientId;
            grid.Add(
                Quantities.Number(index + 1),
                name,
                member.Host,
                Quantities.Number(member.Assignment.Count),
                member.MemberId);
        }

        return grid;
    }

    private static Grid GridOf(IReadOnlyList<GroupProgress> progress)
    {
        var grid = new Grid(
            "Topic",
            GridColumn.Number("Partition"),
            GridColumn.Number("Committed"),
            GridColumn.Number("End"),
            GridColumn.Number("Lag"),
            GridColumn.Number("Member #"));
        foreach (var one in progress)
        {
            grid.Add(
                one.Partition.Topic,
                Quantities.Number(one.Partition.Partition),
                Quantities.Number(one.Committed?.Value),
                Quantities.Number(one.End?.Value),
                Quantities.Number(one.Lag),
                Quantities.Number(one.Member + 1));
        }

        return grid;
    }

    private static object ToJson(GroupDescription group, IReadOnlyList<GroupProgress> progress) => new
    {
        group.GroupId,
        group.State,
        group.Type,
        group.ProtocolType,
        group.Assignor,
        group.Epoch,
        Coordinator = group.Coordinator.Value,
        Members = group.Members.Select(member => new
        {
            member.MemberId,
            member.InstanceId,
            member.ClientId,
            member.Host,
            member.Epoch,
            Assignment = member.Assignment.Select(one => new { one.Topic, one.Partition }),
        }),
        Partitions = progress.Select(one => new
        {
            one.Partition.Topic,
            one.Partition.Partition,
            Committed = one.Committed?.Value,
            End = one.End?.Value,
            one.Lag,
            MemberId = one.Member is { } member ? group.Members[member].MemberId : null,
        }),
    };
}

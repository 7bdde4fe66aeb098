using System.CommandLine;
using Cloud.Cli.Hosting;
using Cloud.Cli.Options;
using Cloud.Cli.Output;
using Cloud.Client;
using Cloud.Protocol;

namespace Cloud.Cli.Topics;

/// <summary><c>cloud topics describe</c></summary>
internal static class DescribeTopicsCommand
{
    private static readonly Argument<string[]> Names = new("name")
    {
        Description = "Names of topics; all where none is given.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public static Command Create(CliHost host)
    {
        var command = new Command("describe", "Shows topics with their partitions, leaders and replicas.") { Names };
        command.SetAction(host, Run);
        return command;
    }

    private static async Task<int> Run(CommandContext context, CancellationToken cancellationToken)
    {
        await using var admin = context.NewAdmin();
        var names = context.Get(Names) is { Length: > 0 } given
            ? given
            : [.. (await admin.ListTopicsAsync(cancellationToken: cancellationToken)).Select(topic => topic.Name)];
        var topics = await admin.DescribeTopicsAsync(names, cancellationToken);
        var settings = await admin.DescribeConfigsAsync(
            topics.Successes.Select(topic => ConfigResource.OfTopic(topic.Key)), cancellationToken: cancellationToken);
        var described = topics.Successes
            .Select(topic => (Topic: topic.Value, Settings: OwnSettings(topic.Key, settings))).ToArray();
        if (described.Length > 0 || names.Length == 0)
        {
            context.Printer.Write(described.Select(one => ToJson(one.Topic, one.Settings)), printer =>
            {
                foreach (var (topic, own) in described)
                {
                    Print(printer, topic, own);
                }
            });
        }

        return context.Report(topics.Failures.Select(failure => failure.Value));
    }

    private static Dictionary<string, string?> OwnSettings(
        string topic, AdminResults<ConfigResource, IReadOnlyList<ConfigEntry>> settings) =>
        settings.TryGetValue(ConfigResource.OfTopic(topic), out var result) && result.IsOk
            ? result.Value.Where(entry => entry.Source is ConfigSource.Topic)
                .ToDictionary(entry => entry.Name, entry => entry.Value)
            : [];

    private static void Print(Printer printer, TopicDescription topic, Dictionary<string, string?> settings)
    {
        var replicas = topic.Partitions is [var first, ..] ? first.Replicas.Count : 0;
        printer.Line($"{topic.Name}: {TopicText.Counts(topic.Partitions.Count, replicas)}, id {topic.Id}");
        if (settings.Count > 0)
        {
            printer.Line($"settings: {string.Join(", ", settings.Select(one => $"{one.Key}={one.Value}"))}");
        }

        printer.Table(GridOf(topic));
        printer.Line();
    }

    // What is rarely there is shown only where it is.
    private static Grid GridOf(TopicDescription topic)
    {
        var hasEligible = topic.Partitions.Any(partition => partition.EligibleLeaders is { Count: > 0 });
        var hasOffline = topic.Partitions.Any(partition => partition.Offline.Count > 0);
        GridColumn[] columns =
        [
            GridColumn.Number("Partition"), GridColumn.Number("Leader"), GridColumn.Number("Epoch"), "Replicas", "ISR",
            .. hasEligible ? ["ELR"] : Array.Empty<GridColumn>(),
            .. hasOffline ? ["Offline"] : Array.Empty<GridColumn>(),
        ];
        var grid = new Grid(columns);
        foreach (var partition in topic.Partitions)
        {
            grid.Add(
            [
                Quantities.Number(partition.Index),
                partition.HasLeader ? partition.Leader.ToString() : "none",
                partition.LeaderEpoch.ToString(),
                BrokerListText.Format(partition.Replicas),
                BrokerListText.Format(partition.Isr),
                .. hasEligible ? [BrokerListText.Format(partition.EligibleLeaders ?? [])] : Array.Empty<string>(),
                .. hasOffline ? [BrokerListText.Format(partition.Offline)] : Array.Empty<string>(),
            ]);
        }

        return grid;
    }

    private static object ToJson(TopicDescription topic, Dictionary<string, string?> settings) => new
    {
        topic.Name,
        Id = topic.Id.ToString(),
        topic.IsInternal,
        Configs = settings,
        Partitions = topic.Partitions.Select(partition => new
        {
            partition.Index,
            Leader = partition.HasLeader ? partition.Leader.Value : (int?)null,
            LeaderEpoch = partition.LeaderEpoch.Value,
            Replicas = Numbers(partition.Replicas),
            Isr = Numbers(partition.Isr),
            EligibleLeaders = partition.EligibleLeaders is { } eligible ? Numbers(eligible) : null,
            Offline = Numbers(partition.Offline),
        }),
    };

    private static IEnumerable<int> Numbers(IEnumerable<BrokerId> brokers) => brokers.Select(broker => broker.Value);
}

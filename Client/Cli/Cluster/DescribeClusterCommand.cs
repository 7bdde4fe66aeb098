using System.CommandLine;
using Cloud.Cli.Hosting;
using Cloud.Cli.Output;
using Cloud.Client;
using Cloud.Protocol;

namespace Cloud.Cli.Cluster;

/// <summary><c>cloud cluster describe</c></summary>
internal static class DescribeClusterCommand
{
    public static Command Create(CliHost host)
    {
        var command = new Command("describe", "Shows id, brokers, what lies on them, and features.");
        command.SetAction(host, Run);
        return command;
    }

    private static async Task<int> Run(CommandContext context, CancellationToken cancellationToken)
    {
        await using var admin = context.NewAdmin();
        var cluster = await Describe(admin, cancellationToken);
        var features = await admin.DescribeFeaturesAsync(cancellationToken);
        var serving = cluster.Brokers.Where(broker => !broker.IsFenced).Select(broker => broker.Id);
        var folders = await admin.DescribeLogDirsAsync(serving, cancellationToken);
        context.Printer.Write(
            ToJson(cluster, features, folders), printer => Print(printer, cluster, features, folders));
        return context.Report(folders.Failures.Select(failure => failure.Value));
    }

    // Brokers before Kafka 4.0 do not tell of those that are fenced, and ignore that they are asked for them.
    private static Task<ClusterDescription> Describe(AdminClient admin, CancellationToken cancellationToken) =>
        admin.DescribeClusterAsync(includeFenced: true, cancellationToken);

    private static void Print(
        Printer printer,
        ClusterDescription cluster,
        FeatureDescription features,
        AdminResults<BrokerId, IReadOnlyList<LogDirDescription>> folders)
    {
        printer.Line($"cluster {cluster.ClusterId}: {Quantities.Count(cluster.Brokers.Count, "broker")}");
        if (features.Finalized.Count > 0)
        {
            var levels = features.Finalized.OrderBy(feature => feature.Key, StringComparer.Ordinal)
                .Select(feature => $"{feature.Key}={feature.Value.Most}");
            printer.Line($"features: {string.Join(", ", levels)}");
        }

        var grid = new Grid(
            GridColumn.Number("Broker"),
            "Address",
            "Rack",
            "State",
            GridColumn.Number("Replicas"),
            GridColumn.Number("Size"));
        foreach (var broker in cluster.Brokers)
        {
            var replicas = ReplicasOf(broker.Id, folders);
            grid.Add(
                broker.Id.ToString(),
                $"{broker.Host}:{broker.Port}",
                broker.Rack ?? "",
                StateOf(broker, cluster),
                replicas is null ? "" : Quantities.Number(replicas.Count),
                replicas is null ? "" : Quantities.Bytes(replicas.Sum(replica => replica.SizeBytes)));
        }

        printer.Table(grid);
    }

    private static string StateOf(BrokerDescription broker, ClusterDescription cluster) =>
        broker.IsFenced ? "fenced" : broker.Id == cluster.Controller ? "controller" : "serves";

    private static List<ReplicaLogDescription>? ReplicasOf(
        BrokerId broker, AdminResults<BrokerId, IReadOnlyList<LogDirDescription>> folders) =>
        folders.TryGetValue(broker, out var result) && result.IsOk
            ? [.. result.Value.SelectMany(folder => folder.Replicas)]
            : null;

    private static object ToJson(
        ClusterDescription cluster,
        FeatureDescription features,
        AdminResults<BrokerId, IReadOnlyList<LogDirDescription>> folders) => new
        {
            cluster.ClusterId,
            Controller = cluster.Controller.Value,
            Features = features.Finalized.ToDictionary(feature => feature.Key, feature => feature.Value.Most),
            Brokers = cluster.Brokers.Select(broker => new
            {
                Id = broker.Id.Value,
                broker.Host,
                broker.Port,
                broker.Rack,
                broker.IsFenced,
                Folders = folders.TryGetValue(broker.Id, out var result) && result.IsOk
                    ? result.Value.Select(ToJson)
                    : null,
            }),
        };

    private static object ToJson(LogDirDescription folder) => new
    {
        folder.Path,
        Failure = folder.Failure?.Message,
        folder.TotalBytes,
        folder.UsableBytes,
        Replicas = folder.Replicas.Select(replica => new
        {
            replica.TopicPartition.Topic,
            replica.TopicPartition.Partition,
            replica.SizeBytes,
            replica.OffsetLag,
        }),
    };
}

using System.CommandLine;
using Cloud.Cli.Hosting;
using Cloud.Client;
using Cloud.Protocol;

namespace Cloud.Cli.Configs;

/// <summary>Of what the settings are: exactly one of a topic, a broker, a group, the cluster.</summary>
internal static class ResourceOptions
{
    private static readonly Option<string> Topic = new("--topic") { Description = "Of a topic.", HelpName = "name" };

    private static readonly Option<int?> Broker = new("--broker") { Description = "Of one broker.", HelpName = "id" };

    private static readonly Option<string> Group = new("--group") { Description = "Of a group.", HelpName = "id" };

    private static readonly Option<bool> Cluster = new("--cluster")
    {
        Description = "What counts for all brokers, and for topics without a value of their own.",
    };

    public static void AddTo(Command command)
    {
        command.Options.Add(Topic);
        command.Options.Add(Broker);
        command.Options.Add(Group);
        command.Options.Add(Cluster);
    }

    /// <exception cref="UsageException">None is given, or several are.</exception>
    public static ConfigResource Read(CommandContext context)
    {
        ConfigResource?[] given =
        [
            context.Get(Topic) is { } topic ? ConfigResource.OfTopic(topic) : null,
            context.Get(Broker) is { } broker ? ConfigResource.OfBroker(new BrokerId(broker)) : null,
            context.Get(Group) is { } group ? ConfigResource.OfGroup(group) : null,
            context.Get(Cluster) ? ConfigResource.ClusterDefault : null,
        ];
        return given.Where(resource => resource is not null).ToArray() is [{ } only]
            ? only
            : throw new UsageException("Give one of --topic, --broker, --group and --cluster.");
    }
}

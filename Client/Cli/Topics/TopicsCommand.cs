using System.CommandLine;
using Cloud.Cli.Hosting;

namespace Cloud.Cli.Topics;

/// <summary><c>cloud topics</c></summary>
internal static class TopicsCommand
{
    public static Command Create(CliHost host) => new("topics", "Creates, shows, changes and deletes topics.")
    {
        CreateTopicCommand.Create(host),
        ListTopicsCommand.Create(host),
        DescribeTopicsCommand.Create(host),
        AlterTopicCommand.Create(host),
        AddPartitionsCommand.Create(host),
        DeleteTopicsCommand.Create(host),
    };
}

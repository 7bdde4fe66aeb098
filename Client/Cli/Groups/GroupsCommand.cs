using System.CommandLine;
using Cloud.Cli.Hosting;

namespace Cloud.Cli.Groups;

/// <summary><c>cloud groups</c></summary>
internal static class GroupsCommand
{
    public static Command Create(CliHost host) => new("groups", "Shows consumer groups, and resets their offsets.")
    {
        ListGroupsCommand.Create(host),
        DescribeGroupsCommand.Create(host),
        ResetOffsetsCommand.Create(host),
        DeleteGroupsCommand.Create(host),
    };
}

using System.CommandLine;
using Cloud.Cli.Hosting;

namespace Cloud.Cli.Configs;

/// <summary><c>cloud configs</c></summary>
internal static class ConfigsCommand
{
    public static Command Create(CliHost host) =>
        new("configs", "Shows and changes settings of topics, of a broker, and of the whole cluster.")
        {
            DescribeConfigsCommand.Create(host),
            ChangeConfigsCommand.CreateSet(host),
            ChangeConfigsCommand.CreateUnset(host),
        };
}

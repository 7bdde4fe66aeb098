using Cloud.Cli;
using Cloud.Integration.Silos;

namespace Cloud.Integration.Client.Cli;

/// <summary>What goes wrong without a cluster: exit codes, and one line on standard error.</summary>
public sealed class CliErrorTests
{
    private const string Nowhere = "127.0.0.1:1";

    [Theory]
    [InlineData("topics list --no-such-option", "cloud topics list --help")]
    [InlineData("topics create", "cloud topics create --help")]
    [InlineData("topics create a --partitions many", "cloud topics create --help")]
    [InlineData("topics list --output xml", "cloud topics list --help")]
    [InlineData("topics list --timeout 0", "cloud topics list --help")]
    [InlineData("topic list", "cloud --help")]
    [InlineData("topics", "cloud topics --help")]
    [InlineData("", "cloud --help")]
    public async Task Bad_command_line_is_one_line_that_says_where_help_is(string commandLine, string help)
    {
        var run = await CliRun.Of(Nowhere, commandLine);

        Assert.Equal((ExitCode.Usage, ""), (run.ExitCode, run.Out));
        var line = Assert.Single(run.ErrorLines);
        Assert.StartsWith("error: ", line);
        Assert.EndsWith($"See '{help}'.", line);
    }

    [Theory]
    [InlineData("topics create a --replica-assignment 0:x")]
    [InlineData("topics create a --replica-assignment 0 --partitions 3")]
    [InlineData("topics create a --config retention.ms")]
    [InlineData("topics alter a")]
    [InlineData("groups reset-offsets a")]
    [InlineData("groups reset-offsets a --to-earliest --to-latest")]
    [InlineData("groups reset-offsets a --to-datetime yesterday")]
    [InlineData("partitions reassign a:2-1 --replicas 0")]
    [InlineData("log dump no-such-file.log")]
    [InlineData("topics list --bootstrap-server a:b:c")]
    public async Task Values_that_cannot_be_are_found_before_anybody_is_asked(string commandLine)
    {
        var run = await CliRun.Of(Nowhere, commandLine);

        Assert.Equal((ExitCode.Usage, ""), (run.ExitCode, run.Out));
        Assert.StartsWith("error: ", Assert.Single(run.ErrorLines));
    }

    [Theory]
    [InlineData("topics list")]
    [InlineData("topics create a")]
    [InlineData("groups list --output json")]
    [InlineData("cluster describe")]
    public async Task Server_that_is_not_there_is_named_in_one_line(string commandLine)
    {
        var server = $"127.0.0.1:{SiloProgram.FreePort()}";

        var run = await CliRun.Of(Nowhere, $"{commandLine} --timeout 0.5 --bootstrap-server {server}");

        Assert.Equal((ExitCode.Unreachable, ""), (run.ExitCode, run.Out));
        Assert.Contains(server, Assert.Single(run.ErrorLines));
    }

    [Fact]
    public async Task Verbose_errors_tell_where_they_come_from()
    {
        var run = await CliRun.Of($"127.0.0.1:{SiloProgram.FreePort()}", "topics list --timeout 0.5 --verbose");

        Assert.Contains("   at Cloud.Client.", run.Error);
    }

    [Fact]
    public async Task Every_command_has_help()
    {
        var help = await CliRun.Of(Nowhere, "--help");
        var commands = CloudCommand.Create(TestHosts.None).Subcommands;

        Assert.Equal(0, help.ExitCode);
        Assert.All(commands, command => Assert.Contains($"  {command.Name}", help.Out));
        foreach (var command in commands
            .SelectMany(group => group.Subcommands.Select(one => $"{group.Name} {one.Name}")))
        {
            Assert.Equal(0, (await CliRun.Of(Nowhere, $"{command} --help")).ExitCode);
        }
    }

    [Theory]
    [InlineData("bash", "complete -F")]
    [InlineData("zsh", "compdef")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public async Task Completion_scripts_ask_for_suggestions(string shell, string registration)
    {
        var script = await CliRun.Of(Nowhere, $"completion {shell}");
        var suggestions = await CliRun.Of(Nowhere, "[suggest:3] top");

        Assert.Contains(registration, script.Out);
        Assert.Contains("[suggest:", script.Out);
        Assert.Contains("topics", suggestions.Lines);
    }
}

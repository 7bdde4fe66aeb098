using System.CommandLine;
using Cloud.Cli.Hosting;

namespace Cloud.Cli.Options;

/// <summary>Options that every command has.</summary>
internal static class GlobalOptions
{
    public const string Json = "json";
    public const string ClientId = "cloud-cli";

    private const string Table = "table";
    private const string ServerVariable = "CLOUD_BOOTSTRAP_SERVER";
    private const string ServerDefault = "localhost:9092";
    private const double TimeoutSecondsDefault = 15;

    public static Option<string[]> BootstrapServer { get; } = new("--bootstrap-server", "-b")
    {
        Description = $"Where to begin: host:port, several by commas. [env {ServerVariable}; default: {ServerDefault}]",
        HelpName = "host:port",
        Recursive = true,
    };

    public static Option<string> Output { get; } = NewOutput();

    public static Option<double> Timeout { get; } = NewTimeout();

    public static Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = "Says on stderr what the client does, and where in the program an error came from.",
        Recursive = true,
    };

    public static void AddTo(RootCommand root)
    {
        root.Options.Add(BootstrapServer);
        root.Options.Add(Output);
        root.Options.Add(Timeout);
        root.Options.Add(Verbose);
    }

    public static IReadOnlyList<string> ServersOf(ParseResult parsed, CliHost host)
    {
        var given = parsed.GetValue(BootstrapServer) is { Length: > 0 } typed
            ? typed
            : [host.Environment(ServerVariable) is { Length: > 0 } variable ? variable : ServerDefault];
        return
        [
            .. given.SelectMany(servers => servers.Split(
                ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
        ];
    }

    private static Option<string> NewOutput()
    {
        var option = new Option<string>("--output", "-o")
        {
            Description = "table for people, json for programs.",
            HelpName = "table|json",
            DefaultValueFactory = static _ => Table,
            Recursive = true,
        };
        return option.AcceptOnlyFromAmong(Table, Json);
    }

    private static Option<double> NewTimeout()
    {
        var option = new Option<double>("--timeout")
        {
            Description = "Seconds that one call may take in all.",
            HelpName = "seconds",
            DefaultValueFactory = static _ => TimeoutSecondsDefault,
            Recursive = true,
        };
        option.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and < 1_000_000))
            {
                result.AddError("--timeout must be more than 0.");
            }
        });
        return option;
    }
}

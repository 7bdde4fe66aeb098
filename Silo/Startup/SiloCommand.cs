using System.CommandLine;

namespace Cloud.Silo.Startup;

/// <summary>The command line of the silo process: every option overrides the setting of its name.</summary>
internal static class SiloCommand
{
    private static readonly Option<string>[] Settings =
    [
        Setting("--silos", "N", "Silos in this process, 1 to 64. Embedded runtime only. Default 1."),
        Setting("--data", "DIR", "Data folder. Default ./data."),
        Setting("--bind", "ADDRESS", "IP address that the listeners bind to. Default 127.0.0.1."),
        Setting("--http-port", "P", "Port of health checks and administration. Default 8080."),
        Setting("--kafka-port", "P", "Port of the first silo's Kafka listener; silo i listens on P+i. Default 9092."),
        Setting("--advertised-listener", "HOST[:P]", "Where Kafka clients reach the first silo; silo i at P+i."),
        Setting("--broker-id", "ID", "Broker id of the first silo; silo i is broker ID+i. Default 0."),
        Setting("--cluster-id", "ID", "Cluster that the data folder must belong to. Default: whichever it belongs to."),
    ];

    private static readonly Option<string[]> Config = new("--config")
    {
        HelpName = "KEY=VALUE",
        Description = "A setting of the brokers by Kafka's name, e.g. num.partitions=3. May be given many times.",
    };

    private static readonly Option<bool> DevFaults = new("--dev-faults")
    {
        Description = "Opens /dev/silos to kill, start, pause and resume silos. Loopback only.",
    };

    /// <returns>The exit code: 0 after a clean shutdown, 1 when the process could not start.</returns>
    public static async Task<int> Run(string[] args)
    {
        var command = new RootCommand("Runs Cloud: one or more silos, each a Kafka-class broker.")
        {
            Config,
            DevFaults,
        };
        foreach (var option in Settings)
        {
            command.Options.Add(option);
        }

        var parsed = command.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            return StartupError.Report(string.Join(" ", parsed.Errors.Select(error => error.Message)));
        }

        command.SetAction((result, cancellation) => SiloProcessRunner.Run(
            Given(result), result.GetValue(Config) ?? [], cancellation));

        // The host handles signals itself, so that a shutdown takes the time it is given.
        return await parsed.CommandResult.Command.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = null });
    }

    private static Dictionary<string, string?> Given(ParseResult result)
    {
        var given = new Dictionary<string, string?>();
        foreach (var option in Settings)
        {
            if (result.GetValue(option) is { } value)
            {
                given[KeyOf(option)] = value;
            }
        }

        if (result.GetValue(DevFaults))
        {
            given[KeyOf(DevFaults)] = bool.TrueString;
        }

        return given;
    }

    private static Option<string> Setting(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description };

    /// <summary><c>--http-port</c> sets <c>Cloud:HttpPort</c>.</summary>
    private static string KeyOf(Option option) =>
        $"{SiloProcessOptions.Section}:{option.Name.TrimStart('-').Replace("-", "", StringComparison.Ordinal)}";
}

using Cloud.Cli.Hosting;

namespace Cloud.Integration.Client.Cli;

internal static class TestHosts
{
    /// <summary>Reads nothing and writes nowhere.</summary>
    public static CliHost None => new()
    {
        Input = Stream.Null,
        Output = Stream.Null,
        Out = TextWriter.Null,
        Error = TextWriter.Null,
    };
}

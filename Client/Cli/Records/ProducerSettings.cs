using System.CommandLine;
using Cloud.Cli.Hosting;
using Cloud.Cli.Options;
using Cloud.Client;
using Cloud.Protocol.Compression;

namespace Cloud.Cli.Records;

/// <summary>The options of those commands that write records.</summary>
internal static class ProducerSettings
{
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(5);

    private static readonly Option<string> Acks = NewAcks();

    private static readonly Option<string> Compression = NewCompression();

    public static void AddTo(Command command)
    {
        command.Options.Add(Acks);
        command.Options.Add(Compression);
    }

    public static ProducerOptions Read(CommandContext context) => new()
    {
        BootstrapServers = context.BootstrapServers,
        ClientId = GlobalOptions.ClientId,
        Acks = context.Get(Acks) switch
        {
            "all" => Client.Acks.All,
            "1" => Client.Acks.Leader,
            _ => Client.Acks.None,
        },
        CompressionType = Enum.Parse<CompressionCodec>(context.Get(Compression)!, ignoreCase: true),
        Linger = Linger,
        RequestTimeout = context.Timeout,
        ConnectTimeout = context.Timeout,
        MaxBlock = context.Timeout,
        DeliveryTimeout = context.Timeout + Linger,
        LoggerFactory = context.NewLog(),
    };

    private static Option<string> NewAcks() => new Option<string>("--acks")
    {
        Description = "Who must have a record: all in-sync replicas, the leader (1), nobody (0).",
        HelpName = "all|1|0",
        DefaultValueFactory = static _ => "all",
    }.AcceptOnlyFromAmong("all", "1", "0");

    private static Option<string> NewCompression() => new Option<string>("--compression")
    {
        Description = "How batches are compressed; zstd where the system has libzstd.",
        HelpName = "none|gzip|snappy|lz4|zstd",
        DefaultValueFactory = static _ => "none",
    }.AcceptOnlyFromAmong([.. Enum.GetNames<CompressionCodec>().Select(name => name.ToLowerInvariant())]);
}

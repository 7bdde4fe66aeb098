using System.CommandLine;
using System.Text;
using System.Text.Json;
using Cloud.Cli.Hosting;
using Cloud.Cli.Options;
using Cloud.Cli.Output;
using Cloud.Client;

namespace Cloud.Cli.Records;

/// <summary>
/// Prints records: values as they are, byte for byte, with what was asked for in front; or a JSON document a line.
/// </summary>
internal sealed class RecordFormat
{
    private static readonly Option<bool> Keys = new("--keys") { Description = "Prints keys in front of values." };

    private static readonly Option<bool> HeaderTexts = new("--headers")
    {
        Description = "Prints headers in front: a=1,b=2.",
    };

    private static readonly Option<bool> Positions = new("--positions")
    {
        Description = "Prints partition, offset and time in front.",
    };

    private static readonly Option<string> Separator = new("--key-separator", "-k")
    {
        Description = "What stands between. Default: a tab.",
        HelpName = "text",
    };

    private static readonly byte[] Null = "null"u8.ToArray();

    private readonly bool _isJson;
    private readonly bool _hasKeys;
    private readonly bool _hasHeaders;
    private readonly bool _hasPositions;
    private readonly byte[] _separator;

    private RecordFormat(CommandContext context)
    {
        _isJson = context.Printer.IsJson;
        _hasKeys = context.Get(Keys);
        _hasHeaders = context.Get(HeaderTexts);
        _hasPositions = context.Get(Positions);
        var separator = context.Get(Separator) ?? "\t";
        _separator = Encoding.UTF8.GetBytes(separator.Replace("\\t", "\t", StringComparison.Ordinal));
    }

    public static void AddTo(Command command)
    {
        command.Options.Add(Keys);
        command.Options.Add(HeaderTexts);
        command.Options.Add(Positions);
        command.Options.Add(Separator);
    }

    public static RecordFormat Read(CommandContext context) => new(context);

    public void Write(CliHost host, ConsumerRecord<byte[]?, byte[]?> record)
    {
        if (_isJson)
        {
            host.Output.Write(JsonSerializer.SerializeToUtf8Bytes(ToJson(record), JsonText.Line));
        }
        else
        {
            WriteText(host.Output, record);
        }

        host.Output.WriteByte((byte)'\n');
    }

    private void WriteText(Stream output, ConsumerRecord<byte[]?, byte[]?> record)
    {
        if (_hasPositions)
        {
            Write(output, Encoding.UTF8.GetBytes($"{record.Partition}"));
            Write(output, Encoding.UTF8.GetBytes($"{record.Offset}"));
            Write(output, Encoding.UTF8.GetBytes(TimeText.Format(record.Timestamp)));
        }

        if (_hasHeaders)
        {
            Write(output, Encoding.UTF8.GetBytes(string.Join(',', record.Headers.Select(header =>
                $"{header.Key}={(header.Value is { } value ? Encoding.UTF8.GetString(value.Span) : "null")}"))));
        }

        if (_hasKeys)
        {
            Write(output, record.Key ?? Null);
        }

        output.Write(record.Value ?? Null);
    }

    private void Write(Stream output, ReadOnlySpan<byte> part)
    {
        output.Write(part);
        output.Write(_separator);
    }

    private static object ToJson(ConsumerRecord<byte[]?, byte[]?> record) => new
    {
        record.Topic,
        record.Partition,
        Offset = record.Offset.Value,
        Timestamp = TimeText.Format(record.Timestamp),
        Key = JsonText.Of(record.Key),
        Value = JsonText.Of(record.Value),
        Headers = record.Headers.Select(header => new
        {
            header.Key,
            Value = header.Value is { } value ? JsonText.Of(value.Span) : null,
        }),
    };
}

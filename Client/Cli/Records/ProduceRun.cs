using System.Buffers;
using System.IO.Pipelines;
using Cloud.Cli.Output;
using Cloud.Client;
using Cloud.Protocol.Errors;

namespace Cloud.Cli.Records;

/// <summary>Reads lines, sends them, and counts what became of them.</summary>
internal sealed class ProduceRun(
    IProducer<byte[]?, byte[]?> producer, string topic, LineForm form, Progress progress)
{
    private const int ReadBytes = 64 * 1024;

    private readonly Lock _gate = new();
    private long _sent;

    public long Written { get; private set; }

    public long Failed { get; private set; }

    /// <summary>Of lines that were sent.</summary>
    public long Bytes { get; private set; }

    /// <summary>Ctrl+C came before the end of the lines; those that were read are written.</summary>
    public bool IsCutShort { get; private set; }

    public ClientException? FirstFailure { get; private set; }

    public async Task Send(IReadOnlyList<FileInfo> files, Stream input, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var file in files)
            {
                await using var stream = file.OpenRead();
                await Send(stream, cancellationToken);
            }

            if (files.Count == 0)
            {
                await Send(input, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            IsCutShort = true;
        }

        await producer.FlushAsync(CancellationToken.None);
        progress.End();
    }

    private async Task Send(Stream stream, CancellationToken cancellationToken)
    {
        var lines = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: ReadBytes, leaveOpen: true));
        var searched = 0L;
        var isPassedOver = false;
        while (true)
        {
            // A terminal's stream does not notice that it is cancelled.
            var read = await lines.ReadAsync(CancellationToken.None).AsTask().WaitAsync(cancellationToken);
            var rest = read.Buffer;
            while (TryTakeLine(ref rest, searched, read.IsCompleted, out var line))
            {
                if (!isPassedOver)
                {
                    await Send(line, cancellationToken);
                }

                (searched, isPassedOver) = (0, false);
            }

            if (rest.Length > form.BytesMax)
            {
                // It may have no end at all.
                if (!isPassedOver)
                {
                    Refuse();
                }

                isPassedOver = true;
                rest = rest.Slice(rest.End);
            }

            searched = rest.Length;
            lines.AdvanceTo(rest.Start, rest.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    // What was searched before has no end of a line: a long one is not searched again with each part that arrives.
    private static bool TryTakeLine(
        ref ReadOnlySequence<byte> rest, long searched, bool isLast, out ReadOnlySequence<byte> line)
    {
        if (rest.Slice(searched).PositionOf((byte)'\n') is { } end)
        {
            line = rest.Slice(0, end);
            rest = rest.Slice(rest.GetPosition(1, end));
            return true;
        }

        // The last line need not end.
        line = rest;
        if (isLast && !rest.IsEmpty)
        {
            rest = rest.Slice(rest.End);
            return true;
        }

        return false;
    }

    private async ValueTask Send(ReadOnlySequence<byte> line, CancellationToken cancellationToken)
    {
        var record = line.IsSingleSegment ? form.ToRecord(topic, line.FirstSpan) : form.ToRecord(topic, line.ToArray());
        try
        {
            await producer.SendAsync(record, OnDelivered, cancellationToken);
        }
        catch (ClientException failure)
        {
            OnFailed(failure);
        }

        Bytes += line.Length;
        progress.Show(++_sent, Bytes);
    }

    private void Refuse() => OnFailed(new RecordTooLargeException(
        KafkaError.MessageTooLarge,
        $"Line {++_sent} has more than {form.BytesMax} bytes, the largest request (max.request.size)."));

    private void OnDelivered(DeliveryReport report)
    {
        if (report.Error is { } failure)
        {
            OnFailed(failure);
            return;
        }

        lock (_gate)
        {
            Written++;
        }
    }

    private void OnFailed(ClientException failure)
    {
        lock (_gate)
        {
            Failed++;
            FirstFailure ??= failure;
        }
    }
}

using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Cloud.Protocol.Records;

/// <summary>One line of text per batch and per record, for <see cref="RecordBatchDump"/>.</summary>
internal static class RecordBatchText
{
    public static string Format(in RecordBatchHeader header, long position, bool isValid)
    {
        var attributes = header.Attributes;
        var deleteHorizon = attributes.HasDeleteHorizon ? header.BaseTimestamp.ToString() : "none";
        var codec = attributes.IsCompressionKnown ? Lower(attributes.Compression.ToString()) : "unknown";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"baseOffset: {header.BaseOffset} lastOffset: {header.LastOffset} count: {header.RecordCount} "
            + $"baseSequence: {header.BaseSequence} lastSequence: {header.LastSequence} "
            + $"producerId: {header.ProducerId} producerEpoch: {header.ProducerEpoch} "
            + $"partitionLeaderEpoch: {header.PartitionLeaderEpoch} "
            + $"isTransactional: {Text(attributes.IsTransactional)} isControl: {Text(attributes.IsControl)} "
            + $"deleteHorizonMs: {deleteHorizon} position: {position} "
            + $"{attributes.TimestampType}: {header.MaxTimestamp} size: {header.SizeBytes} "
            + $"magic: {RecordBatchLayout.CurrentMagic} compresscodec: {codec} crc: {header.Crc} "
            + $"isvalid: {Text(isValid)}");
    }

    public static string Format(in Record record, RecordBatchAttributes attributes)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"| offset: {record.Offset} {attributes.TimestampType}: {record.Timestamp} keySize: {SizeOf(record.Key)} "
            + $"valueSize: {SizeOf(record.Value)} sequence: {record.Sequence} headerKeys: [");
        AppendHeaderKeys(text, record.Headers);
        text.Append(']');
        if (attributes.IsControl)
        {
            AppendMarker(text, record);
        }
        else
        {
            AppendBytes(text.Append(" key: "), record.Key);
            AppendBytes(text.Append(" payload: "), record.Value);
        }

        return text.ToString();
    }

    private static void AppendHeaderKeys(StringBuilder text, RecordHeaders headers)
    {
        var separator = string.Empty;
        foreach (var header in headers)
        {
            AppendBytes(text.Append(separator), header.Key);
            separator = ",";
        }
    }

    private static void AppendMarker(StringBuilder text, in Record record)
    {
        if (EndTransactionMarker.TryRead(record, out var marker) is ReadStatus.Done)
        {
            var outcome = marker.Outcome.ToString().ToUpperInvariant();
            text.Append(
                CultureInfo.InvariantCulture,
                $" endTxnMarker: {outcome} coordinatorEpoch: {marker.CoordinatorEpoch}");
            return;
        }

        text.Append(" controlRecord: unknown");
    }

    private static void AppendBytes(StringBuilder text, NullableBytes bytes)
    {
        if (bytes.IsNull)
        {
            text.Append("null");
            return;
        }

        if (!TryAppendText(text, bytes.Span))
        {
            text.Append("0x").Append(Convert.ToHexStringLower(bytes.Span));
        }
    }

    // What is no text, or would move the reader's cursor, is printed as hex.
    private static bool TryAppendText(StringBuilder text, ReadOnlySpan<byte> bytes)
    {
        if (!Utf8.IsValid(bytes))
        {
            return false;
        }

        var decoded = Encoding.UTF8.GetString(bytes);
        if (decoded.AsSpan().ContainsAnyInRange('\u0000', '\u001F') || decoded.Contains('\u007F'))
        {
            return false;
        }

        text.Append(decoded);
        return true;
    }

    private static int SizeOf(NullableBytes bytes) => bytes.IsNull ? -1 : bytes.Span.Length;

    private static string Text(bool value) => value ? "true" : "false";

    private static string Lower(string value) => value.ToLowerInvariant();
}

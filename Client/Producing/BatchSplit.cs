using System.Runtime.InteropServices;
using System.Text;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Client;

/// <summary>
/// Cuts a batch that a broker found too large into two or more of half its size, in the same order. Sequences go on
/// from part to part, so that together the parts are to the broker what the batch was.
/// </summary>
internal sealed class BatchSplit(ProducerBatch whole, Func<int, ProducerBatch> rent)
{
    private readonly int _partBytesMax =
        RecordBatchLayout.Records + ((whole.SizeBytes - RecordBatchLayout.Records + 1) / 2);

    private readonly List<RecordHeader> _headers = [];

    public List<ProducerBatch> Parts { get; } = [];

    /// <param name="bytes">The whole, not compressed.</param>
    /// <param name="entries">Who wants to know of its records.</param>
    public void Take(ReadOnlyMemory<byte> bytes, List<DeliveryEntry> entries)
    {
        Invariant.Holds(RecordBatchHeader.TryRead(bytes.Span, out var header) is ReadStatus.Done);
        var records = new RecordEnumerator(bytes.Span[RecordBatchLayout.Records..], header);
        var entry = 0;
        for (var index = 0; records.MoveNext(); index++)
        {
            var isReported = entry < entries.Count && entries[entry].Index == index;
            Append(records.Current, isReported ? entries[entry++].Target : null, isReported);
        }
    }

    private void Append(in Record record, object? target, bool isReported)
    {
        if (Parts.Count == 0 || Parts[^1].SizeBytes + record.SizeBytes > _partBytesMax)
        {
            Parts.Add(Next(record.SizeBytes));
        }

        _headers.Clear();
        foreach (var header in record.Headers)
        {
            var value = header.Value.IsNull ? (ReadOnlyMemory<byte>?)null : header.Value.Span.ToArray();
            _headers.Add(new(Encoding.UTF8.GetString(header.Key), value));
        }

        Parts[^1].AppendCopy(record, CollectionsMarshal.AsSpan(_headers), target, isReported);
    }

    // The first part has all of the reserved memory; what the others use besides is as good as nothing.
    private ProducerBatch Next(int recordBytes)
    {
        var part = rent(Math.Max(_partBytesMax, RecordBatchLayout.Records + recordBytes));
        part.Begin(whole.Queue, Parts.Count == 0 ? whole.ReservedBytes : 0, int.MaxValue);
        part.IsFull = true;
        part.CreatedAt = whole.CreatedAt;
        part.Order = whole.Order;
        part.Identity = whole.Identity;
        part.BaseSequence = whole.BaseSequence < 0
            ? ProducerBatch.None
            : SequenceNumber.Plus(whole.BaseSequence, Parts.Sum(former => former.RecordCount));
        return part;
    }
}

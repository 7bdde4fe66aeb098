using System.Text;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Unit.Protocol.Records;

/// <summary>Small batches for tests, as arrays of their own.</summary>
internal static class BatchSample
{
    public static readonly Instant Time = new(1_700_000_000_000);

    public static byte[] Of(int records, RecordBatchOptions? options = null)
    {
        using var builder = new RecordBatchBuilder(options ?? RecordBatchOptions.Default);
        for (var index = 0; index < records; index++)
        {
            builder.Append(
                Time.Plus(TimeSpan.FromMilliseconds(index)),
                Encoding.UTF8.GetBytes($"key {index}"),
                Encoding.UTF8.GetBytes($"value {index}"),
                [new RecordHeader("h", new byte[] { 1, 2 })]);
        }

        return builder.Build().ToArray();
    }

    public static RecordBatchHeader HeaderOf(ReadOnlySpan<byte> batch)
    {
        Assert.Equal(ReadStatus.Done, RecordBatchHeader.TryRead(batch, out var header));
        return header;
    }

    /// <summary>The batch with some header fields changed and the CRC made right again.</summary>
    public static byte[] With(byte[] batch, Func<RecordBatchHeader, RecordBatchHeader> change)
    {
        var changed = batch.ToArray();
        change(HeaderOf(batch)).Write(changed);
        RecordBatchPatch.WriteChecksum(changed);
        return changed;
    }

    /// <summary>A batch around record bytes that no builder would write.</summary>
    public static byte[] Around(byte[] section, int recordCount)
    {
        var batch = new byte[RecordBatchLayout.Records + section.Length];
        section.CopyTo(batch.AsSpan(RecordBatchLayout.Records));
        (HeaderOf(Of(1)) with
        {
            BatchLength = batch.Length - RecordBatchLayout.PrefixBytes,
            RecordCount = recordCount,
            LastOffsetDelta = recordCount - 1,
        }).Write(batch);
        RecordBatchPatch.WriteChecksum(batch);
        return batch;
    }
}

using System.Text;
using Cloud.Core.Partitions;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Unit.Partitions;

/// <summary>What is in a replica's log.</summary>
internal static class TestLogs
{
    /// <summary>The value of each record, by offset.</summary>
    public static SortedDictionary<long, string> ValuesOf(PartitionReplica replica)
    {
        var found = new SortedDictionary<long, string>();
        using var scratch = new PooledBuffer();
        if (replica.View.Log is not { } log)
        {
            return found;
        }

        for (var at = log.LogStartOffset; at < log.LogEndOffset;)
        {
            var read = log.Read(new(at, log.LogEndOffset, 1 << 20));
            using var region = read.Region!;
            Collect(region.ToArray(), scratch, found);
            at = read.EndOffset;
        }

        return found;
    }

    /// <summary>Each batch and record, as people read them: equal for logs of equal bytes.</summary>
    public static string DumpOf(TestBroker broker)
    {
        var log = broker.Replica.View.Log!;
        var bytes = new List<byte>();
        for (var at = log.LogStartOffset; at < log.LogEndOffset;)
        {
            var read = log.Read(new(at, log.LogEndOffset, 1 << 20));
            using var region = read.Region!;
            bytes.AddRange(region.ToArray());
            at = read.EndOffset;
        }

        using var text = new StringWriter();
        using var dump = new RecordBatchDump(text) { PrintsRecords = true };
        dump.Write(new MemoryStream([.. bytes]));
        return text.ToString();
    }

    private static void Collect(byte[] bytes, PooledBuffer scratch, SortedDictionary<long, string> found)
    {
        var batches = new RecordBatches(bytes);
        while (batches.MoveNext())
        {
            var batch = batches.Current;
            var status = RecordSection.TryOpen(batch.Bytes, batch.Header, scratch, int.MaxValue, out var section);
            Assert.Equal(RecordBatchStatus.Valid, status);
            var records = new RecordEnumerator(section, batch.Header);
            while (records.MoveNext())
            {
                var record = records.Current;
                found.Add(record.Offset.Value, Encoding.ASCII.GetString(record.Value.Span));
            }
        }
    }
}

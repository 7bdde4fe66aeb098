using System.Buffers.Binary;
using Cloud.Core.Storage;
using Cloud.Core.Storage.Reading;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Simulation.Cluster.Checks;

/// <summary>Reads records out of logs and regions. Stateless.</summary>
internal static class LogScan
{
    public const int ValueBytesMin = 2 * sizeof(long);
    private const int ReadBytesMax = 1 << 20;
    [ThreadStatic]
    private static PooledBuffer? _scratch;

    /// <summary>The records of a log from an offset on and below another.</summary>
    public static List<CommittedRecord> Read(PartitionLog log, Offset start, Offset end)
    {
        var found = new List<CommittedRecord>();
        for (var offset = start; offset < end;)
        {
            var read = log.Read(new LogReadRequest(offset, end, ReadBytesMax));
            if (read.Status is not LogReadStatus.Found)
            {
                break;
            }

            using var region = read.Region!;
            Decode(region.ToArray(), found);
            offset = read.EndOffset;
        }

        found.RemoveAll(record => record.Offset < start.Value || record.Offset >= end.Value);
        return found;
    }

    public static void Decode(ReadOnlySpan<byte> bytes, List<CommittedRecord> found)
    {
        var batches = new RecordBatches(bytes);
        while (batches.MoveNext())
        {
            var batch = batches.Current;
            var scratch = _scratch ??= new();
            var status = RecordSection.TryOpen(batch.Bytes, batch.Header, scratch, ReadBytesMax, out var section);
            Invariant.Holds(status is RecordBatchStatus.Valid);
            var records = new RecordEnumerator(section, batch.Header);
            while (records.MoveNext())
            {
                var value = records.Current.Value.Span;
                found.Add(new(
                    records.Current.Offset.Value,
                    batch.Header.PartitionLeaderEpoch.Value,
                    BinaryPrimitives.ReadInt64BigEndian(value),
                    BinaryPrimitives.ReadInt64BigEndian(value[sizeof(long)..])));
            }
        }

        Invariant.Holds(batches.Status is RecordBatchStatus.Valid);
    }
}

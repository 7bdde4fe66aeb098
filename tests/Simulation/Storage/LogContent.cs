using Cloud.Core.Storage;
using Cloud.Core.Storage.Reading;
using Cloud.Protocol.Records;

namespace Cloud.Simulation.Storage;

/// <summary>Reads a whole log as a consumer would, and checks every batch on the way.</summary>
internal static class LogContent
{
    public static List<ModelBatch> Read(PartitionLog log, int bytesMax = 700)
    {
        var found = new List<ModelBatch>();
        var offset = log.LogStartOffset;
        while (offset < log.LogEndOffset)
        {
            var read = log.Read(new LogReadRequest(offset, log.LogEndOffset, bytesMax));
            Expect.That(read.Status is LogReadStatus.Found,
                $"offset {offset} below the end can be read: {read.Status}");
            using var region = read.Region!;
            var batches = new RecordBatches(region.ToArray());
            while (batches.MoveNext())
            {
                var batch = batches.Current;
                Expect.That(
                    RecordBatchValidator.HasValidChecksum(batch.Bytes, batch.Header),
                    "what is read has its checksum");
                found.Add(new(
                    batch.Header.BaseOffset,
                    batch.Header.NextOffset,
                    batch.Header.PartitionLeaderEpoch,
                    batch.Header.Crc));
            }

            Expect.That(batches.Status is RecordBatchStatus.Valid, "a region holds whole batches");
            Expect.That(read.EndOffset > offset, "a read gets on");
            offset = read.EndOffset;
        }

        return found;
    }
}

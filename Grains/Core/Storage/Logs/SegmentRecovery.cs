using Cloud.Core.Storage.Epochs;
using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Producers;
using Cloud.Core.Storage.Segments;
using Cloud.Core.Storage.Transactions;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Logs;

/// <summary>
/// Verifies one segment from its first byte: finds the last good batch, cuts the torn tail, and on the way rebuilds the
/// indexes, the producers and the epochs. Single use.
/// </summary>
internal sealed class SegmentRecovery(SegmentFolder folder, LogSettings settings, Offset recoveryPoint)
{
    private readonly List<AbortedTransaction> _aborted = [];

    public required LeaderEpochCache Epochs { get; init; }

    public required ProducerStateTable Producers { get; init; }

    /// <summary>Bytes that were no good and are gone.</summary>
    public long CutByteCount { get; private set; }

    /// <summary>Returns the writer of the segment, which goes on at its end, and the end offset.</summary>
    /// <exception cref="LogCorruptException">Bytes that were flushed once are bad: nothing is cut.</exception>
    public (SegmentWriter Writer, Offset EndOffset) Run(Segment segment, Instant now)
    {
        var writer = new SegmentWriter(segment, settings, now, folder.Seed);
        var indexes = new SegmentIndexes();
        var open = segment.Acquire();
        try
        {
            var fileLength = open.File.Length;
            using var scan = new SegmentScan(open.File, segment.Path, new(fileLength));
            var endOffset = Scan(scan, segment, writer, indexes);
            Cut(open.File, scan, segment, endOffset, fileLength);
            segment.Use(indexes);
            SaveTransactions(segment);
            return (writer, endOffset);
        }
        finally
        {
            open.Release();
        }
    }

    private Offset Scan(SegmentScan scan, Segment segment, SegmentWriter writer, SegmentIndexes indexes)
    {
        var endOffset = segment.BaseOffset;
        var epoch = LeaderEpoch.None;
        while (scan.MoveNext(endOffset, epoch))
        {
            var header = scan.Header;
            if (header.LastOffset.DistanceFrom(segment.BaseOffset) > int.MaxValue)
            {
                throw new LogCorruptException(
                    segment.Path, scan.Current.Position, "the offset does not fit the segment");
            }

            endOffset = header.NextOffset;
            epoch = header.PartitionLeaderEpoch;
            writer.Note(indexes, scan.Current);
            if (epoch > Epochs.LatestEpoch)
            {
                Epochs.Assign(epoch, header.BaseOffset);
            }

            if (header.NextOffset > Producers.EndOffset)
            {
                ProducerReplay.Take(Producers, header, scan.Batch, _aborted);
            }
        }

        return endOffset;
    }

    private void Cut(IFile file, SegmentScan scan, Segment segment, Offset endOffset, long fileLength)
    {
        CutByteCount = fileLength - scan.Position.Value;
        if (CutByteCount > 0)
        {
            if (endOffset < recoveryPoint)
            {
                throw scan.ToException();
            }

            file.SetLength(scan.Position.Value);
        }

        // Also what survived without being flushed counts from now on: it may be served, so it must stay.
        file.Flush();
        segment.Publish((int)scan.Position.Value);
        segment.FlushedByteCount = (int)scan.Position.Value;
    }

    private void SaveTransactions(Segment segment)
    {
        TransactionIndexFile.Delete(folder, segment.BaseOffset);
        TransactionIndexFile.Append(folder, segment.BaseOffset, _aborted);
        TransactionIndexFile.Flush(folder, segment.BaseOffset);
    }
}

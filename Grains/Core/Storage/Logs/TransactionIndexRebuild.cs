using Cloud.Core.Storage.Producers;
using Cloud.Core.Storage.Segments;
using Cloud.Core.Storage.Transactions;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Logs;

/// <summary>
/// Builds transaction indexes that cannot be believed anew, from the segments' own markers. While opening a log.
/// </summary>
internal static class TransactionIndexRebuild
{
    public static void Run(LogState log, Instant now)
    {
        var view = log.View;
        for (var i = 0; i < view.Segments.Length; i++)
        {
            if (TransactionIndexFile.TryRead(log.Folder, view.Segments[i].BaseOffset) is null)
            {
                Rebuild(log, view, i, now);
            }
        }
    }

    private static void Rebuild(LogState log, LogView view, int index, Instant now)
    {
        var segment = view.Segments[index];
        var producers = new ProducerStateTable();
        new ProducerReplay(log.Folder, producers).Run(view, segment.BaseOffset, now, TimeSpan.MaxValue);
        var aborted = new List<AbortedTransaction>();
        var open = segment.Acquire();
        try
        {
            using var scan = new SegmentScan(open.File, segment.Path, new(view.ByteCountOf(index)));
            while (scan.MoveNext(producers.EndOffset, LeaderEpoch.None))
            {
                ProducerReplay.Take(producers, scan.Header, scan.Batch, aborted);
            }

            if (scan.Fault is not null)
            {
                throw scan.ToException();
            }
        }
        finally
        {
            open.Release();
        }

        TransactionIndexFile.Delete(log.Folder, segment.BaseOffset);
        TransactionIndexFile.Append(log.Folder, segment.BaseOffset, aborted);
        TransactionIndexFile.Flush(log.Folder, segment.BaseOffset);
    }
}

using Cloud.Core.Storage.Compaction;
using Cloud.Core.Storage.Manager;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Maintenance;

/// <summary>A data folder and its compactor, which learns here which logs there are, and which are gone.</summary>
internal sealed class FolderCompaction(DataFolder folder, FolderCompactor compactor)
{
    private Instant _restsUntil = Instant.None;
    private bool _isFirst = true;

    public IEnumerable<TopicPartition> Unreadable => compactor.Unreadable;

    /// <summary>Compacts the dirtiest log; null when none is due, or none was a short while ago.</summary>
    public async Task<CompactionOutcome?> Run(
        ILogWriters writers, Instant now, TimeSpan backoff, CancellationToken cancellation)
    {
        ForgetRemoved();
        if (now < _restsUntil)
        {
            return null;
        }

        // Also after a failure: a full disk does not get emptier by trying.
        _restsUntil = now.Plus(backoff);
        var outcome = await compactor.CompactDirtiest(CompactedLogs(writers), cancellation);
        _restsUntil = outcome is null ? _restsUntil : now;
        return outcome;
    }

    // A log that is not open has taken in nothing since it was compacted last, or is opened by its writer for this.
    private IEnumerable<CompactableLog> CompactedLogs(ILogWriters writers)
    {
        foreach (var partition in folder.Partitions)
        {
            if (writers.ConfigOf(partition) is { IsCompacted: true } config)
            {
                yield return new(partition, config, writers);
            }
        }
    }

    private void ForgetRemoved()
    {
        if (_isFirst)
        {
            // Lines that a former life could no longer take out.
            _isFirst = false;
            compactor.ForgetAllBut(folder.Contains);
        }

        while (folder.TryTakeRemoved(out var partition))
        {
            compactor.Forget(partition);
        }
    }
}

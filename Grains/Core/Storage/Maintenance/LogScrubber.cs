using Cloud.Core.Storage.Durability;
using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Manager;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Maintenance;

/// <summary>
/// Reads the sealed segments of all open logs again, to find bytes that have rotted before they are needed. The owner
/// calls it now and then, one call at a time; it goes on where the last call stopped. It only reads, so it needs no
/// log's writer; a log that is found damaged has failed from then on: it neither leads nor deletes, and is fetched
/// anew.
/// </summary>
public sealed class LogScrubber(LogManager logs)
{
    private readonly Queue<TopicPartition> _waiting = new();
    private LogScrub? _current;
    private TopicPartition _currentPartition;
    private IDiskExecutor? _executor;

    /// <summary>Verifies about so many bytes on the disk executors.</summary>
    public async Task<ScrubOutcome> Scrub(long bytesMax)
    {
        if (_current is null && _waiting.Count == 0)
        {
            FindLogs();
        }

        var (bytes, faults) = (0L, new List<LogFault>());
        while (bytes < bytesMax && TryTakeLog() is { } scrub)
        {
            var allowed = bytesMax - bytes;
            try
            {
                bytes += await _executor!.Run(() => scrub.Step(allowed));
            }
            catch (Exception error) when (error is LogCorruptException or StorageException)
            {
                faults.Add(new(_currentPartition, error));
            }

            _current = scrub.IsFinished ? null : scrub;
        }

        return new(bytes, _current is null && _waiting.Count == 0, faults);
    }

    // A log of one segment has no sealed one, and need not go to the disk executor to find out.
    private void FindLogs()
    {
        foreach (var (partition, open) in logs.Logs)
        {
            if (open is not null && open.State.View.Segments.Length > 1)
            {
                _waiting.Enqueue(partition);
            }
        }
    }

    private LogScrub? TryTakeLog()
    {
        while (_current is null && _waiting.TryDequeue(out var partition))
        {
            var folder = logs.FolderOf(partition);
            if (folder is not null && folder.TryGetOpen(partition, out var log) && log.Failure is null)
            {
                (_current, _currentPartition, _executor) = (new(log.State), partition, folder.Executor);
            }
        }

        return _current;
    }
}

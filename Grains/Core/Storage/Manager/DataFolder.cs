using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Cloud.Core.Storage.Checkpoints;
using Cloud.Core.Storage.Durability;
using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Logs;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Manager;

/// <summary>
/// One data folder: its logs, its flusher, its checkpoints and its marker of a clean shutdown. Starting, creating,
/// deleting and shutting down are for one owner, the <see cref="LogManager"/>; looking up a log is open to any thread.
/// </summary>
public sealed class DataFolder
{
    private readonly IFileSystem _files;
    private readonly IDiskExecutor _executor;
    private readonly DataFolderOptions _options;
    private readonly LogServices _services;
    private readonly FolderCheckpoints _checkpoints;
    private readonly ConcurrentDictionary<TopicPartition, LogSlot> _slots = new(PartitionNameComparer.Instance);
    private readonly DelayedDeletions _deletions = new();
    private readonly ConcurrentQueue<TopicPartition> _removed = new();
    private bool _wasClean;

    public DataFolder(string path, IFileSystem files, IDiskExecutor executor, DataFolderOptions options)
    {
        (Path, _files, _executor, _options) = (path, files, executor, options);
        _checkpoints = new(files, path);
        var flusher = new FolderFlusher(executor, options.FlushLanesMax);
        _services = new(files, new(options.OpenFilesMax), flusher) { ProducerExpiration = options.ProducerExpiration };
    }

    public string Path { get; }

    internal IFileSystem Files => _files;

    internal IDiskExecutor Executor => _executor;

    public int LogCount => _slots.Count;

    public int OpenFileCount => _services.Bound.OpenCount;

    /// <summary>The broker epoch that ended with a clean shutdown; null after an unclean one.</summary>
    public long? CleanBrokerEpoch { get; private set; }

    public bool WasClean => _wasClean;

    public IEnumerable<TopicPartition> Partitions => _slots.Keys;

    /// <summary>The high watermarks saved last.</summary>
    public IReadOnlyDictionary<TopicPartition, Offset> HighWatermarks => _checkpoints.HighWatermarks;

    /// <summary>
    /// Finds the logs. After a clean shutdown none is opened; otherwise all are verified, some at a time. A log that is
    /// corrupt does not keep the others from starting.
    /// </summary>
    public async Task Start(LogStart start)
    {
        MakeFolder(Path);
        _checkpoints.Load();
        foreach (var name in _files.ListFolders(Path))
        {
            if (LogFolderName.IsDeleted(name))
            {
                // A former life took it away but did not live to remove it.
                _deletions.Add(System.IO.Path.Combine(Path, name), TimeSpan.Zero);
            }
            else if (LogFolderName.TryParse(name, out var partition))
            {
                _slots.TryAdd(partition, new(partition));
            }
        }

        _checkpoints.ForgetAllBut(Contains);
        await RemoveLeftOvers(start.Now);
        _wasClean = CleanShutdownMarker.Take(_files, Path, out var brokerEpoch);
        CleanBrokerEpoch = brokerEpoch;
        if (!_wasClean)
        {
            await OpenAll(start);
        }
    }

    /// <summary>Any thread: the log when it is open.</summary>
    public bool TryGetOpen(TopicPartition partition, [NotNullWhen(true)] out PartitionLog? log)
    {
        log = _slots.TryGetValue(partition, out var slot) ? slot.Log : null;
        return log is not null;
    }

    public bool Contains(TopicPartition partition) => _slots.ContainsKey(partition);

    /// <summary>By the log's writer: the log, opened now if it is not; made when there is none.</summary>
    /// <exception cref="LogCorruptException">The log is damaged below its recovery point.</exception>
    public PartitionLog Open(TopicPartition partition, LogStart start)
    {
        var slot = _slots.GetOrAdd(partition, key => new(key));
        if (slot.Log is { } open)
        {
            return open;
        }

        try
        {
            var log = Load(slot, start);
            slot.SetLog(log);
            return log;
        }
        catch (Exception error) when (error is LogCorruptException or StorageException)
        {
            slot.SetFailure(error);
            throw;
        }
    }

    /// <summary>Why a log could not be opened; null when it could, or was not tried.</summary>
    public Exception? FailureOf(TopicPartition partition) =>
        _slots.TryGetValue(partition, out var slot) ? slot.Failure : null;

    /// <summary>
    /// By the log's writer: the same, of this very topic. The folder's <c>partition.metadata</c> is checked before
    /// anything of the log is used, and written before its first record.
    /// </summary>
    /// <exception cref="TopicIdMismatchException">The folder is another topic's; nothing was read.</exception>
    public PartitionLog Open(TopicPartition partition, TopicId topicId, LogStart start)
    {
        FolderIdentity.Claim(_files, PathOf(partition), topicId);
        return Open(partition, start);
    }

    /// <summary>
    /// Opens or makes logs that nobody writes yet, some at a time: each waits for the disk, and none for another. One
    /// that cannot be opened is left to its writer, who meets the same failure and tells it.
    /// </summary>
    internal async Task OpenAhead(
        IReadOnlyCollection<AwaitedLog> logs, Instant now, CancellationToken cancellation)
    {
        if (await _executor.Run(() => TryMakeFolders(logs)))
        {
            await _executor.RunEach(logs, _options.FlushLanesMax, log => TryOpen(log, now), cancellation);
        }
    }

    /// <summary>The log counts as this folder's from now on.</summary>
    internal void Expect(TopicPartition partition) => _slots.TryAdd(partition, new(partition));

    /// <summary>Which topic a log belongs to; null when its folder does not say.</summary>
    public TopicId? TopicIdOf(TopicPartition partition) => FolderIdentity.Read(_files, PathOf(partition));

    /// <summary>
    /// Gives the folder another name and keeps it. For the log of an earlier topic of that name: that somebody made the
    /// topic again is no record of the old one's deletion.
    /// </summary>
    public void SetAside(TopicPartition partition, TopicId topicId) =>
        TakeAway(partition, LogFolderName.OfStray(partition, topicId));

    /// <summary>
    /// Takes the log away: its folder gets another name at once and is removed after <c>file.delete.delay.ms</c> by
    /// <see cref="RemoveDeletions"/>, or at the next start. Only for a recorded deletion: that a topic is missing from
    /// somebody's metadata is no reason.
    /// </summary>
    public void Delete(TopicPartition partition, Guid uniqueId)
    {
        var delay = (TryGetOpen(partition, out var log) ? log.Settings : LogSettings.Default).FileDeleteDelay;
        if (TakeAway(partition, LogFolderName.OfDeleted(partition, uniqueId)) is { } target)
        {
            _deletions.Add(target, delay);
        }
    }

    /// <summary>
    /// Removes folders of deleted logs whose delay is over. Readers that hold a region keep its content.
    /// </summary>
    /// <returns>How many.</returns>
    public Task<int> RemoveDeletions(Instant now)
    {
        var due = _deletions.TakeDue(now);
        return due.Count == 0 ? Task.FromResult(0) : _executor.Run(() => RemoveFolders(due));
    }

    /// <summary>Removes the folders of deleted logs without any delay.</summary>
    public int PurgeDeleted()
    {
        var names = _files.ListFolders(Path).Where(LogFolderName.IsDeleted);
        return RemoveFolders([.. names.Select(name => System.IO.Path.Combine(Path, name))]);
    }

    /// <summary>Saves recovery points and log starts: what is above them after a crash is verified.</summary>
    public void Checkpoint() => _checkpoints.Save(OpenLogs());

    public void CheckpointHighWatermarks(IReadOnlyCollection<PartitionOffset> highWatermarks) =>
        _checkpoints.SaveHighWatermarks(highWatermarks);

    /// <summary>
    /// Flushes and closes every log, some at a time; the marker says so only when all could be. The writers have
    /// stopped.
    /// </summary>
    public async Task Shutdown(long brokerEpoch)
    {
        var unclean = 0;
        await _executor.RunEach(_slots.Values, _options.FlushLanesMax, slot =>
        {
            if (slot.Failure is not null || !TryClose(slot.Log))
            {
                Interlocked.Increment(ref unclean);
            }
        });

        Checkpoint();
        if (unclean == 0)
        {
            CleanShutdownMarker.Write(_files, Path, brokerEpoch);
        }
    }

    /// <summary>Gives all logs up as they are: no flush, no marker. The writers have stopped.</summary>
    public void Abandon()
    {
        foreach (var (_, log) in OpenLogs())
        {
            log.Abandon();
        }
    }

    /// <summary>All logs while they come and go; null where one is not open.</summary>
    internal IEnumerable<(TopicPartition Partition, PartitionLog? Open)> Logs =>
        _slots.Select(entry => (entry.Key, entry.Value.Log));

    internal IEnumerable<(TopicPartition Partition, PartitionLog Log)> OpenLogs()
    {
        foreach (var slot in _slots.Values)
        {
            if (slot.Log is { } log)
            {
                yield return (slot.Partition, log);
            }
        }
    }

    /// <summary>Logs that <c>flush.ms</c> concerns, as many as there are now. Any thread.</summary>
    internal IEnumerable<TopicPartition> TakeAwaitingFlush()
    {
        for (var count = _services.AwaitingFlush.Count; count > 0; count--)
        {
            if (_services.AwaitingFlush.TryDequeue(out var partition))
            {
                yield return partition;
            }
        }
    }

    /// <summary>Logs that are gone, once each: for those who keep something under their names. Any thread.</summary>
    internal bool TryTakeRemoved(out TopicPartition partition) => _removed.TryDequeue(out partition);

    private static bool TryClose(PartitionLog? log)
    {
        try
        {
            log?.Close();
            return log?.Failure is null;
        }
        catch (StorageException)
        {
            // The log remembers its failure; without the marker the next start verifies it.
            return false;
        }
    }

    private async Task RemoveLeftOvers(Instant now)
    {
        try
        {
            await RemoveDeletions(now);
        }
        catch (StorageException)
        {
            // In nobody's way: the next start tries again.
        }
    }

    private string? TakeAway(TopicPartition partition, string newName)
    {
        if (!_slots.TryGetValue(partition, out var slot))
        {
            return null;
        }

        // The lines first: on a full disk they cannot be taken out, and the next log of the name would be held to them.
        _checkpoints.Forget(partition);
        var target = System.IO.Path.Combine(Path, newName);
        if (_files.FolderExists(PathOf(partition)))
        {
            _files.Rename(PathOf(partition), target);
            _files.FlushFolder(Path);
        }

        _slots.TryRemove(partition, out _);
        slot.Log?.MarkDeleted(target);
        _removed.Enqueue(partition);
        return target;
    }

    private int RemoveFolders(IReadOnlyList<string> paths)
    {
        foreach (var path in paths)
        {
            _files.DeleteFolder(path);
        }

        return paths.Count;
    }

    // The folder's own name, and those above it, must be on the device before anything in it can be.
    private void MakeFolder(string path)
    {
        if (_files.FolderExists(path) || System.IO.Path.GetDirectoryName(path) is not { Length: > 0 } parent)
        {
            return;
        }

        MakeFolder(parent);
        _files.CreateFolder(path);
        _files.FlushFolder(parent);
    }

    private Task OpenAll(LogStart start) => _executor.RunEach(
        _slots.Values.OrderBy(slot => slot.Partition.ToString(), StringComparer.Ordinal),
        _options.RecoveryParallelism,
        slot =>
        {
            try
            {
                slot.SetLog(Load(slot, start));
            }
            catch (Exception error) when (error is LogCorruptException or StorageException)
            {
                slot.SetFailure(error);
            }
        });

    // One flush for all their names.
    private bool TryMakeFolders(IReadOnlyCollection<AwaitedLog> logs)
    {
        try
        {
            foreach (var log in logs)
            {
                _files.CreateFolder(PathOf(log.Partition));
            }

            _files.FlushFolder(Path);
            return true;
        }
        catch (StorageException)
        {
            // The logs' writers will meet the same.
            return false;
        }
    }

    private void TryOpen(AwaitedLog log, Instant now)
    {
        try
        {
            // The log of an earlier topic of the name has to be set aside first.
            if (TopicIdOf(log.Partition) is not { } owner || owner == log.TopicId)
            {
                FolderIdentity.Claim(_files, PathOf(log.Partition), log.TopicId, isNameFlushed: true);
                Open(log.Partition, new(now, _ => log.Settings));
            }
        }
        catch (Exception error) when (error is StorageException or LogCorruptException or TopicIdMismatchException)
        {
            // Its writer's affair.
        }
    }

    private PartitionLog Load(LogSlot slot, LogStart start)
    {
        var (recoveryPoint, logStartOffset) = _checkpoints.Of(slot.Partition);
        var request = new LogLoadRequest
        {
            Path = PathOf(slot.Partition),
            Partition = slot.Partition,
            Settings = start.SettingsOf(slot.Partition),
            Now = start.Now,
            RecoveryPoint = recoveryPoint,
            LogStartOffset = logStartOffset,
            IsClean = _wasClean,
            Progress = start.Progress,
        };
        return new(new LogLoader(_services, request).Load());
    }

    private string PathOf(TopicPartition partition) => System.IO.Path.Combine(Path, partition.ToString());
}

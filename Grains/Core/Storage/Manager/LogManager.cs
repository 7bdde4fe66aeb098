using System.Diagnostics.CodeAnalysis;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Manager;

/// <summary>
/// All logs of a broker over its data folders. It has no threads and no clock: what is due is done when the owner, the
/// broker's host, says so and says what time it is. Changing one log is for that log's writer.
/// </summary>
public sealed class LogManager(IReadOnlyList<DataFolder> folders)
{
    public IReadOnlyList<DataFolder> Folders => folders;

    public int LogCount => folders.Sum(folder => folder.LogCount);

    /// <summary>All logs while they come and go; null where one is not open.</summary>
    internal IEnumerable<(TopicPartition Partition, PartitionLog? Open)> Logs =>
        folders.SelectMany(folder => folder.Logs);

    /// <summary>Logs that <c>flush.ms</c> concerns, as many as there are now. Any thread.</summary>
    internal IEnumerable<TopicPartition> TakeAwaitingFlush() =>
        folders.SelectMany(folder => folder.TakeAwaitingFlush());

    /// <summary>All logs, open or not, as they are now.</summary>
    internal List<TopicPartition> Partitions => [.. folders.SelectMany(folder => folder.Partitions)];

    /// <summary>Starts all folders; they do not wait for each other.</summary>
    public Task Start(LogStart start) => Task.WhenAll(folders.Select(folder => folder.Start(start)));

    /// <summary>Any thread: the log when it is open.</summary>
    public bool TryGetOpen(TopicPartition partition, [NotNullWhen(true)] out PartitionLog? log)
    {
        foreach (var folder in folders)
        {
            if (folder.TryGetOpen(partition, out log))
            {
                return true;
            }
        }

        log = null;
        return false;
    }

    /// <summary>
    /// By the log's writer: opens the log where it lies, or makes it in the folder with the fewest logs.
    /// </summary>
    public PartitionLog Open(TopicPartition partition, LogStart start)
    {
        var folder = FolderOf(partition) ?? folders.MinBy(candidate => candidate.LogCount)!;
        return folder.Open(partition, start);
    }

    /// <summary>
    /// By the log's writer: opens or makes the log of this very topic. A log of another topic that bore the name is
    /// set aside, not deleted.
    /// </summary>
    /// <exception cref="TopicIdMismatchException">
    /// Nobody can tell whose records the log holds; nothing was read.
    /// </exception>
    public PartitionLog Open(TopicPartition partition, TopicId topicId, LogStart start)
    {
        if (FolderOf(partition) is { } holder && holder.TopicIdOf(partition) is { } owner && owner != topicId)
        {
            holder.SetAside(partition, owner);
        }

        var folder = FolderOf(partition) ?? folders.MinBy(candidate => candidate.LogCount)!;
        return folder.Open(partition, topicId, start);
    }

    /// <summary>
    /// Opens or makes logs that nobody writes yet, several at a time, so that <see cref="Open(TopicPartition, TopicId,
    /// LogStart)"/> finds them open. What stands in a log's way is told by that.
    /// </summary>
    internal Task OpenAhead(IEnumerable<AwaitedLog> logs, Instant now, CancellationToken cancellation)
    {
        var closed = logs.Where(log => !TryGetOpen(log.Partition, out _));
        return Task.WhenAll(closed
            .GroupBy(log => FolderFor(log.Partition))
            .Select(some => some.Key.OpenAhead([.. some], now, cancellation)));
    }

    public DataFolder? FolderOf(TopicPartition partition) =>
        folders.FirstOrDefault(folder => folder.Contains(partition));

    /// <summary>Only for a recorded deletion of the topic, or of this replica.</summary>
    public void Delete(TopicPartition partition, Guid uniqueId) => FolderOf(partition)?.Delete(partition, uniqueId);

    /// <summary>Removes what the delay of its deletion keeps no longer. Returns how many logs.</summary>
    public async Task<int> RemoveDeletions(Instant now)
    {
        var count = 0;
        foreach (var folder in folders)
        {
            count += await folder.RemoveDeletions(now);
        }

        return count;
    }

    /// <summary>Removes the folders of deleted logs without any delay.</summary>
    public int PurgeDeleted() => folders.Sum(folder => folder.PurgeDeleted());

    /// <summary>Saves the recovery points and log starts of all folders. Due every minute, as in Kafka.</summary>
    public void Checkpoint()
    {
        foreach (var folder in folders)
        {
            folder.Checkpoint();
        }
    }

    /// <summary>Writers have stopped: gives everything up as it is, as a kill of the process does.</summary>
    public void Abandon()
    {
        foreach (var folder in folders)
        {
            folder.Abandon();
        }
    }

    /// <summary>
    /// Writers have stopped: flushes and closes everything and leaves the marker of a clean shutdown.
    /// </summary>
    public Task Shutdown(long brokerEpoch) =>
        Task.WhenAll(folders.Select(folder => folder.Shutdown(brokerEpoch)));

    private DataFolder FolderFor(TopicPartition partition)
    {
        var folder = FolderOf(partition) ?? folders.MinBy(candidate => candidate.LogCount)!;
        folder.Expect(partition);
        return folder;
    }
}

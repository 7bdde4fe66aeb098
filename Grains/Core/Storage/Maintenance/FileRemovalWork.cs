using Cloud.Core.Storage.Configuration;
using Cloud.Core.Storage.Durability;
using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Manager;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Maintenance;

/// <summary>
/// <c>file.delete.delay.ms</c>: removes the <c>.deleted</c> files of logs. Removing a large file takes the file system
/// a while, so it is done on the folder's disk executor, not on the log's writer.
/// </summary>
internal sealed class FileRemovalWork(LogManager logs, ILogWriters writers) : ILogWork
{
    public bool Concerns(PartitionLog? open) => open is { HasDeletions: true };

    public async Task Run(TopicPartition partition, TopicConfig config, Instant now)
    {
        var due = await writers.OnWriter(partition, (log, _) => log.TakeDueDeletions(now));
        if (due.Count > 0 && logs.FolderOf(partition) is { } folder)
        {
            await folder.Executor.Run(() => Remove(folder.Files, due));
        }
    }

    private static int Remove(IFileSystem files, IReadOnlyList<string> paths)
    {
        foreach (var path in paths)
        {
            try
            {
                files.DeleteFile(path);
            }
            catch (StorageException error) when (error.Kind is StorageErrorKind.NotFound)
            {
                // The whole log was deleted meanwhile.
            }
        }

        return paths.Count;
    }
}

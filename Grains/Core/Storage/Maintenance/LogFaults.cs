using Cloud.Core.Storage.Files;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Maintenance;

/// <summary>Keeps one log's trouble from being another's.</summary>
internal static class LogFaults
{
    public static async Task Collect(List<LogFault> faults, TopicPartition? partition, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (LogFailedException)
        {
            // It failed, or was deleted, before: whoever saw that has told it.
        }
        catch (Exception error) when (error is StorageException or LogCorruptException)
        {
            faults.Add(new(partition, error));
        }
    }
}

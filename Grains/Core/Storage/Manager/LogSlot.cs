using Cloud.Protocol;

namespace Cloud.Core.Storage.Manager;

/// <summary>
/// A place for one log: known by its folder, opened when first asked for. Kept small: there may be 100,000.
/// </summary>
internal sealed class LogSlot(TopicPartition partition)
{
    private PartitionLog? _log;
    private Exception? _failure;

    public TopicPartition Partition => partition;

    public PartitionLog? Log => Volatile.Read(ref _log);

    /// <summary>Why the log could not be opened: it neither leads nor is deleted, but fetched anew.</summary>
    public Exception? Failure => Volatile.Read(ref _failure);

    public void SetLog(PartitionLog log)
    {
        Volatile.Write(ref _failure, null);
        Volatile.Write(ref _log, log);
    }

    public void SetFailure(Exception failure) => Volatile.Write(ref _failure, failure);
}

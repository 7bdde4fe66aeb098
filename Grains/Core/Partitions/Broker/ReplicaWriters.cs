using Cloud.Core.Storage;
using Cloud.Core.Storage.Configuration;
using Cloud.Core.Storage.Maintenance;
using Cloud.Protocol;

namespace Cloud.Core.Partitions.Broker;

/// <summary>Maintenance's way to the logs: each piece of work is a turn of the log's replica. Any thread.</summary>
internal sealed class ReplicaWriters(HostedReplicas replicas) : ILogWriters
{
    public TopicConfig? ConfigOf(TopicPartition partition) =>
        replicas.TryGet(partition, out var hosted) && hosted.Replica.Failure is null ? hosted.Config : null;

    public async Task<T> OnWriter<T>(TopicPartition partition, Func<PartitionLog, Offset, T> work) =>
        replicas.TryGet(partition, out var hosted)
            ? await hosted.Enter(replica => Task.FromResult(Run(replica, work)))
            : throw NoLog(partition);

    private static T Run<T>(PartitionReplica replica, Func<PartitionLog, Offset, T> work)
    {
        Exception? thrown = null;
        var isDone = replica.TryOnLog(
            (log, highWatermark) =>
            {
                try
                {
                    return work(log, highWatermark);
                }
                catch (Exception error)
                {
                    // The replica keeps what it can cope with to itself; maintenance is to know.
                    thrown = error;
                    throw;
                }
            },
            out var result);

        if (replica.View.Log is { Failure: not null })
        {
            // The work has marked it: the replica need not find out by itself.
            replica.Tick();
        }

        return isDone ? result! : throw thrown ?? NoLog(replica.Name);
    }

    private static LogFailedException NoLog(TopicPartition partition) =>
        new(partition.ToString(), new InvalidOperationException("no replica has it open"));
}

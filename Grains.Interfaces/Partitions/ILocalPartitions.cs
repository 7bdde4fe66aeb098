using Cloud.Protocol;

namespace Cloud.Grains.Interfaces.Partitions;

/// <summary>
/// The replicas of this silo's own broker, without a grain call: what is not here is answered with
/// <c>NotLeaderOrFollower</c>. A service of each silo. Any thread.
/// </summary>
public interface ILocalPartitions
{
    /// <summary>Appends to a partition that this broker leads.</summary>
    /// <param name="batches">
    /// One batch each; offsets and epoch are written into them. Borrowed until the answer.
    /// </param>
    /// <param name="acks">-1 all replicas in sync, 1 the leader, 0 nobody.</param>
    /// <param name="timeout">How long acks -1 may take.</param>
    /// <param name="currentLeaderEpoch">The epoch that the sender believes in; none for no fencing.</param>
    ValueTask<AppendAnswer> Append(
        TopicIdPartition partition,
        Memory<byte>[] batches,
        short acks,
        TimeSpan timeout,
        LeaderEpoch currentLeaderEpoch);

    /// <summary>Reads one partition into memory; waits for more where the command asks for that.</summary>
    Task<FetchAnswer> Fetch(TopicIdPartition partition, FetchCommand command);

    /// <summary>
    /// Reads partitions where they lie, one result each in the order asked for; waits for more where the limits ask for
    /// that. The caller disposes the records.
    /// </summary>
    ValueTask<LocalFetchResult[]> Fetch(IReadOnlyList<LocalFetch> fetches, LocalFetchLimits limits);

    OffsetAnswer FindOffset(TopicIdPartition partition, OffsetCommand command);

    EpochEndAnswer FindEpochEnd(TopicIdPartition partition, int leaderEpoch, int currentLeaderEpoch);

    Task<DeleteRecordsAnswer> DeleteRecords(TopicIdPartition partition, long beforeOffset, int currentLeaderEpoch);

    /// <summary>The producers that a replica of this broker knows, whether it leads or follows.</summary>
    Task<LocalProducersAnswer> DescribeProducers(TopicIdPartition partition);

    /// <summary>The broker's data folders with the logs in them.</summary>
    IReadOnlyList<LocalFolder> DescribeFolders();
}

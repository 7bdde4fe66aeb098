using Orleans.Concurrency;

namespace Cloud.Grains.Interfaces.Partitions;

/// <summary>
/// One replica of one partition; the key is <see cref="PartitionKey"/>. It runs on the silo whose disk holds the
/// replica, or nowhere. What the replica answers is fenced by epochs: that it is activated proves nothing.
/// </summary>
/// <remarks>
/// The leader is found in the metadata. Where an answer says that it is no leader, or names a later epoch, look again.
/// </remarks>
[Alias("Cloud.IPartitionGrain")]
public interface IPartitionGrain : IGrainWithStringKey
{
    /// <summary>What a leader asks of a follower. Push's batches are borrowed until the answer.</summary>
    [Alias("Replicate"), AlwaysInterleave, ResponseTimeout("00:00:10")]
    Task<ReplicaAnswer> Replicate(ReplicaCommand command);

    /// <summary>Appends record batches; answers when as many replicas have them as the acks ask for.</summary>
    [Alias("Append"), AlwaysInterleave, ResponseTimeout("00:02:00")]
    Task<AppendAnswer> Append(AppendCommand command);

    /// <summary>Reads committed record batches; waits for more where the command asks for that.</summary>
    [Alias("Fetch"), AlwaysInterleave, ResponseTimeout("00:02:00")]
    Task<FetchAnswer> Fetch(FetchCommand command);

    /// <summary>An offset by time or by name: the ends, the largest timestamp.</summary>
    [Alias("FindOffset"), AlwaysInterleave]
    Task<OffsetAnswer> FindOffset(OffsetCommand command);

    /// <summary>Where a leader epoch ends in the log (KIP-320).</summary>
    [Alias("FindEpochEnd"), AlwaysInterleave]
    Task<EpochEndAnswer> FindEpochEnd(int leaderEpoch, int currentLeaderEpoch);

    /// <summary>Removes the records below an offset; -1 for all that is committed.</summary>
    [Alias("DeleteRecords"), AlwaysInterleave]
    Task<DeleteRecordsAnswer> DeleteRecords(long beforeOffset, int currentLeaderEpoch);
}

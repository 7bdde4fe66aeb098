using Cloud.Protocol;

namespace Cloud.Core.Replication.Messages;

/// <summary>
/// What a leader asks of a follower. Every request is fenced by the leader epoch; the answer names the life.
/// </summary>
/// <param name="Partition">Of which partition.</param>
/// <param name="Leader">Who asks.</param>
/// <param name="LeaderEpoch">
/// A follower that knows a higher one refuses; one that knows only lower ones asks to be retried.
/// </param>
public abstract record ReplicaRequest(TopicIdPartition Partition, BrokerId Leader, LeaderEpoch LeaderEpoch)
{
    /// <summary>First contact in an epoch: what does your log end with? Changes nothing.</summary>
    public sealed record Probe(TopicIdPartition Partition, BrokerId Leader, LeaderEpoch LeaderEpoch)
        : ReplicaRequest(Partition, Leader, LeaderEpoch);

    /// <summary>
    /// Cut your log where it stops agreeing with mine: where <paramref name="Epoch"/> ends in mine, or where your own
    /// last epoch not above it ends, whichever is first (KIP-101, KIP-279). Never by the high watermark.
    /// </summary>
    /// <param name="Expected">
    /// The log this was decided on. Arriving late or twice, it would cut off what was appended since: then the answer
    /// is <see cref="ReplicaOutcome.OffsetMismatch"/> and nothing is cut.
    /// </param>
    public sealed record Truncate(
        TopicIdPartition Partition,
        BrokerId Leader,
        LeaderEpoch LeaderEpoch,
        LeaderEpoch Epoch,
        Offset EndOffset,
        LogPosition Expected)
        : ReplicaRequest(Partition, Leader, LeaderEpoch);

    /// <summary>Your log holds nothing of mine any more: throw it away and start at this offset.</summary>
    /// <param name="Expected">As for <see cref="Truncate"/>.</param>
    public sealed record Reset(
        TopicIdPartition Partition, BrokerId Leader, LeaderEpoch LeaderEpoch, Offset StartOffset, LogPosition Expected)
        : ReplicaRequest(Partition, Leader, LeaderEpoch);

    /// <summary>
    /// Append these batches, which follow on <paramref name="StartOffset"/>. Empty to pass on the watermarks.
    /// </summary>
    /// <param name="Batches">Borrowed until the call completes.</param>
    public sealed record Push(
        TopicIdPartition Partition,
        BrokerId Leader,
        LeaderEpoch LeaderEpoch,
        Offset StartOffset,
        ReadOnlyMemory<byte> Batches,
        bool AreGapsExpected,
        Offset HighWatermark,
        Offset LogStartOffset)
        : ReplicaRequest(Partition, Leader, LeaderEpoch);
}

using Cloud.Protocol;

namespace Cloud.Core.Replication.Messages;

/// <summary>A follower's answer: what happened, and where its log is now.</summary>
/// <param name="BrokerEpoch">The follower's present life.</param>
/// <param name="LatestEpoch">Last leader epoch in its log; <see cref="LeaderEpoch.None"/> for an empty history.</param>
/// <param name="LogStartOffset">Where its log begins.</param>
/// <param name="LogEndOffset">Where its log ends in the file.</param>
/// <param name="FlushedOffset">
/// Up to where it is on the device; what counts for acks=all unless <c>write.caching</c>.
/// </param>
public sealed record ReplicaReply(
    ReplicaOutcome Outcome,
    BrokerEpoch BrokerEpoch,
    LeaderEpoch LatestEpoch,
    Offset LogStartOffset,
    Offset LogEndOffset,
    Offset FlushedOffset);

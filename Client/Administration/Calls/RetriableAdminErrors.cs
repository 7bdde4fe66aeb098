using System.Collections.Frozen;
using Cloud.Protocol.Errors;

namespace Cloud.Client;

/// <summary>
/// After which errors of one item it is asked for again. Fewer than those that Kafka calls retriable: that an
/// election is not needed, or a topic not there, is an answer to who administers a cluster.
/// </summary>
internal static class RetriableAdminErrors
{
    private static readonly FrozenSet<KafkaError> Errors = FrozenSet.ToFrozenSet(
    [
        KafkaError.LeaderNotAvailable,
        KafkaError.NotLeaderOrFollower,
        KafkaError.RequestTimedOut,
        KafkaError.BrokerNotAvailable,
        KafkaError.ReplicaNotAvailable,
        KafkaError.NetworkException,
        KafkaError.CoordinatorLoadInProgress,
        KafkaError.CoordinatorNotAvailable,
        KafkaError.NotCoordinator,
        KafkaError.NotController,
        KafkaError.FencedLeaderEpoch,
        KafkaError.UnknownLeaderEpoch,
        KafkaError.OffsetNotAvailable,
        KafkaError.UnstableOffsetCommit,
        KafkaError.ThrottlingQuotaExceeded,
    ]);

    public static bool Contains(KafkaError error) => Errors.Contains(error);

    /// <summary>Those of something that other brokers may know already.</summary>
    public static bool IsUnknownTopic(KafkaError error) =>
        error is KafkaError.UnknownTopicOrPartition or KafkaError.UnknownTopicId;
}

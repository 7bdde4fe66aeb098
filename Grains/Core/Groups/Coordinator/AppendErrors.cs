using Cloud.Protocol.Errors;

namespace Cloud.Core.Groups.Coordinator;

/// <summary>What a failed append means to whoever waits for its answer.</summary>
internal static class AppendErrors
{
    public static KafkaError ToWire(KafkaError append) => append switch
    {
        // Somebody else leads by now, or soon: the client is to look for the coordinator.
        KafkaError.NotLeaderOrFollower
            or KafkaError.FencedLeaderEpoch
            or KafkaError.UnknownLeaderEpoch
            or KafkaError.KafkaStorageError => KafkaError.NotCoordinator,

        KafkaError.NotEnoughReplicas
            or KafkaError.NotEnoughReplicasAfterAppend
            or KafkaError.RequestTimedOut
            or KafkaError.UnknownTopicOrPartition => KafkaError.CoordinatorNotAvailable,

        _ => KafkaError.UnknownServerError,
    };
}

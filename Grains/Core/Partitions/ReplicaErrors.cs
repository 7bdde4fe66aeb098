using Cloud.Core.Partitions.Fetching;
using Cloud.Core.Partitions.Producing;
using Cloud.Core.Partitions.Queries;
using Cloud.Core.Storage.Producers;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Records;

namespace Cloud.Core.Partitions;

/// <summary>What a replica's refusals are called in Kafka's protocol.</summary>
public static class ReplicaErrors
{
    public static KafkaError ErrorOf(AppendReply reply) => reply.Failure switch
    {
        AppendFailure.InvalidBatch => reply.BatchStatus.ToKafkaError(),
        AppendFailure.RefusedForProducer => ErrorOf(reply.ProducerVerdict),
        _ => ErrorOf(reply.Failure),
    };

    public static KafkaError ErrorOf(DeleteRecordsReply reply) =>
        reply.IsOutOfRange ? KafkaError.OffsetOutOfRange : ErrorOf(reply.Failure);

    public static KafkaError ErrorOf(FetchFailure failure) => failure switch
    {
        FetchFailure.None => KafkaError.None,
        FetchFailure.NotLeader => KafkaError.NotLeaderOrFollower,
        FetchFailure.FencedLeaderEpoch => KafkaError.FencedLeaderEpoch,
        FetchFailure.UnknownLeaderEpoch => KafkaError.UnknownLeaderEpoch,
        FetchFailure.OffsetOutOfRange => KafkaError.OffsetOutOfRange,
        FetchFailure.OffsetNotAvailable => KafkaError.OffsetNotAvailable,
        FetchFailure.LogFailed => KafkaError.KafkaStorageError,
        _ => KafkaError.UnknownServerError,
    };

    /// <summary>For people; null when nothing went wrong.</summary>
    public static string? MessageOf(AppendReply reply) => reply.Failure switch
    {
        AppendFailure.None => null,
        AppendFailure.InvalidBatch => $"The record batch was refused: {reply.BatchStatus}.",
        AppendFailure.RefusedForProducer => $"The record batch was refused for its producer: {reply.ProducerVerdict}.",
        AppendFailure.DiskFull => "The leader's disk is full.",
        AppendFailure.TooManyWaiting => "Too many produces wait on this broker.",
        _ => ErrorOf(reply.Failure).DefaultMessage(),
    };

    private static KafkaError ErrorOf(AppendFailure failure) => failure switch
    {
        AppendFailure.None => KafkaError.None,
        AppendFailure.NotLeader => KafkaError.NotLeaderOrFollower,
        AppendFailure.FencedLeaderEpoch => KafkaError.FencedLeaderEpoch,
        AppendFailure.UnknownLeaderEpoch => KafkaError.UnknownLeaderEpoch,
        AppendFailure.NotEnoughReplicas => KafkaError.NotEnoughReplicas,
        AppendFailure.NotEnoughReplicasAfterAppend => KafkaError.NotEnoughReplicasAfterAppend,

        // Kafka has no word for a full waiting room; clients try again after this one.
        AppendFailure.TimedOut or AppendFailure.TooManyWaiting => KafkaError.RequestTimedOut,
        AppendFailure.DiskFull or AppendFailure.LogFailed => KafkaError.KafkaStorageError,
        _ => KafkaError.UnknownServerError,
    };

    private static KafkaError ErrorOf(ProducerVerdictKind verdict) => verdict switch
    {
        ProducerVerdictKind.OutOfOrderSequence => KafkaError.OutOfOrderSequenceNumber,
        ProducerVerdictKind.StaleEpoch => KafkaError.InvalidProducerEpoch,
        ProducerVerdictKind.NotInTransaction => KafkaError.InvalidTxnState,
        ProducerVerdictKind.StaleCoordinator => KafkaError.TransactionCoordinatorFenced,
        _ => KafkaError.UnknownServerError,
    };
}

using System.Collections.Immutable;
using Cloud.Core.Controller;
using Cloud.Core.Controller.Brokers;
using Cloud.Core.Controller.Configs;
using Cloud.Core.Controller.Messages;
using Cloud.Core.Controller.Reassignment;
using Cloud.Core.Controller.State;
using Cloud.Core.Controller.Topics;
using Cloud.Grains.Interfaces.Controller;
using Cloud.Grains.Metadata;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Grains.Controller;

/// <summary>What is asked of the controller and what it answers, as it crosses calls.</summary>
internal static class ControllerMessages
{
    public static RegisterBroker ToCommand(this BrokerRegistration registration) => new(
        registration.ClusterId,
        new BrokerId(registration.BrokerId),
        new DirectoryId(registration.DirectoryId),
        registration.Rack,
        registration.Listeners.ToListeners(),
        registration.IsUncleanStart,
        registration.KnownMetadataVersion);

    public static AlterPartition ToCommand(this IsrProposal proposal) => new(
        new TopicIdPartition(new TopicId(proposal.TopicId), proposal.Partition),
        new BrokerId(proposal.Leader),
        new BrokerEpoch(proposal.LeaderBrokerEpoch),
        new LeaderEpoch(proposal.LeaderEpoch),
        new PartitionEpoch(proposal.PartitionEpoch),
        [
            .. proposal.Isr.Select(member => new IsrMember(
                new BrokerId(member.BrokerId), new BrokerEpoch(member.BrokerEpoch))),
        ],
        proposal.IsRecovered);

    public static ReplicaTrouble ToCommand(this TroubleReport report) => new(
        new TopicIdPartition(new TopicId(report.TopicId), report.Partition),
        new BrokerId(report.BrokerId),
        new BrokerEpoch(report.BrokerEpoch),
        new LeaderEpoch(report.LeaderEpoch),
        report.IsLogFailed);

    public static CreateTopic ToCommand(this NewTopic topic) => new(
        topic.Name,
        topic.Partitions,
        topic.ReplicationFactor,
        topic.Assignment.IsEmpty
            ? null
            : topic.Assignment.ToImmutableSortedDictionary(
                entry => entry.Key, entry => MetadataMessages.Brokers(entry.Value)),
        topic.Configs,
        topic.IsInternal,
        topic.IsValidateOnly);

    public static AddPartitions ToCommand(this PartitionGrowth growth) => new(
        growth.Topic,
        growth.TotalCount,
        growth.Assignments.IsEmpty ? null : [.. growth.Assignments.Select(MetadataMessages.Brokers)],
        growth.IsValidateOnly);

    public static ImmutableArray<ConfigOperation> ToCommand(this ImmutableArray<ConfigChange> changes) =>
        [.. changes.Select(change => new ConfigOperation(change.Key, (ConfigOperationKind)change.Kind, change.Value))];

    public static ImmutableArray<ReassignmentTarget> ToCommand(this ImmutableArray<ReassignmentChange> changes) =>
    [
        .. changes.Select(change => new ReassignmentTarget(
            change.Partition.ToPartition(),
            change.Replicas is { } replicas ? MetadataMessages.Brokers(replicas) : null)),
    ];

    public static TopicPartition ToPartition(this TopicPartitionName name) => new(name.Topic, name.Partition);

    public static TopicPartitionName ToMessage(this TopicPartition partition) =>
        new(partition.Topic, partition.Partition);

    public static RegistrationAnswer ToAnswer(this Result<RegisteredBroker> result) => result.IsOk
        ? new(KafkaError.None, null, result.Value.Epoch.Value, result.Value.MetadataVersion)
        : new(result.Error, result.Message, -1, -1);

    public static ShutdownAnswer ToAnswer(this Result<int> result) =>
        new(result.Error, result.Message, result.IsOk ? result.Value : 0);

    public static ControllerAnswer ToAnswer<T>(this Result<T> result) => new(result.Error, result.Message);

    public static TopicAnswer ToAnswer(this Result<TopicState> result) =>
        new(result.Error, result.Message, result.IsOk ? result.Value.ToMessage() : null);

    public static ConfigAnswer ToAnswer(this Result<ImmutableSortedDictionary<string, string>> result) => new(
        result.Error, result.Message, result.IsOk ? result.Value : ImmutableSortedDictionary<string, string>.Empty);

    public static IsrAnswer ToAnswer(this AlterPartitionReply reply) =>
        new((IsrVerdict)reply.Outcome, reply.Committed?.ToMessage());

    public static DrainAnswer ToAnswer(this Result<DrainProgress> result) => result.IsOk
        ? new(
            KafkaError.None,
            null,
            result.Value.Started,
            result.Value.Moving,
            result.Value.Waiting,
            result.Value.Stuck)
        : new(result.Error, result.Message, 0, 0, 0, 0);

    public static ImmutableArray<PartitionAnswer> ToAnswers(this ImmutableArray<PartitionOutcome> outcomes) =>
    [
        .. outcomes.Select(outcome =>
            new PartitionAnswer(outcome.Partition.ToMessage(), outcome.Error, outcome.Message)),
    ];

    public static OngoingMove ToMessage(this OngoingReassignment move) => new(
        move.Partition.ToMessage(),
        MetadataMessages.Ids(move.Replicas),
        MetadataMessages.Ids(move.AddingReplicas),
        MetadataMessages.Ids(move.RemovingReplicas),
        MetadataMessages.Ids(move.CaughtUp));
}

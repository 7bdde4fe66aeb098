using System.Text.Json;
using Cloud.Core.Controller.State;
using Cloud.Core.Storage;
using Cloud.Protocol;

namespace Cloud.Core.Controller.Documents;

/// <summary>A topic as compact JSON. Equal topics have equal bytes.</summary>
public static class TopicDocument
{
    public static byte[] Encode(TopicState topic) => JsonSerializer.SerializeToUtf8Bytes(
        new StoredShapes.Topic(
            DocumentText.Version,
            topic.Id.ToString(),
            topic.Name,
            topic.IsInternal,
            DocumentText.MapOrNull(topic.Configs),
            [.. topic.Partitions.Select(Store)]),
        StoredShapesContext.Default.Topic);

    public static DecodeStatus TryDecode(ReadOnlySpan<byte> bytes, out TopicState? topic)
    {
        topic = null;
        var status = DocumentText.Read(bytes, StoredShapesContext.Default.Topic, out var stored);
        if (status is not DecodeStatus.Done)
        {
            return status;
        }

        if (!KafkaUuid.TryParse(stored!.Id, out var id))
        {
            return DecodeStatus.Malformed;
        }

        topic = new(
            new TopicId(id),
            stored.Name,
            stored.IsInternal,
            DocumentText.Map(stored.Configs),
            [.. stored.Partitions.Select(Restore)]);
        return DecodeStatus.Done;
    }

    private static StoredShapes.Partition Store(PartitionState partition) => new(
        DocumentText.Numbers(partition.Replicas),
        partition.Leader.Value,
        partition.LeaderEpoch.Value,
        partition.PartitionEpoch.Value,
        DocumentText.Numbers(partition.Isr),
        DocumentText.NumbersOrNull(partition.Elr),
        partition.LastKnownLeader == BrokerId.None ? null : partition.LastKnownLeader.Value,
        partition.IsRecovering,
        DocumentText.NumbersOrNull(partition.AddingReplicas),
        DocumentText.NumbersOrNull(partition.RemovingReplicas));

    private static PartitionState Restore(StoredShapes.Partition stored, int index) => new(
        index,
        DocumentText.Brokers(stored.Replicas),
        new BrokerId(stored.Leader),
        new LeaderEpoch(stored.LeaderEpoch),
        new PartitionEpoch(stored.PartitionEpoch),
        DocumentText.Brokers(stored.Isr),
        DocumentText.Brokers(stored.Elr),
        stored.LastKnownLeader is { } last ? new BrokerId(last) : BrokerId.None,
        stored.IsRecovering,
        DocumentText.Brokers(stored.Adding),
        DocumentText.Brokers(stored.Removing));
}

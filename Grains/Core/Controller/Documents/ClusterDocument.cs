using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Cloud.Core.Controller.State;
using Cloud.Core.Storage;
using Cloud.Protocol;

namespace Cloud.Core.Controller.Documents;

/// <summary>The cluster as compact JSON. Equal clusters have equal bytes.</summary>
public static class ClusterDocument
{
    private const string Fenced = "fenced";
    private const string Active = "active";
    private const string ShuttingDown = "shutting-down";

    public static byte[] Encode(ClusterState cluster) => JsonSerializer.SerializeToUtf8Bytes(
        new StoredShapes.Cluster(
            DocumentText.Version,
            cluster.ClusterId,
            cluster.ControllerEpoch.Value,
            cluster.MetadataVersion,
            cluster.LastBrokerEpoch.Value,
            cluster.NextProducerId.Value,
            [.. cluster.Brokers.Values.Select(Store)],
            [.. cluster.TopicIds.Select(id => id.ToString()).Order(StringComparer.Ordinal)],
            cluster.RemovedTopics.IsEmpty ? null : [.. cluster.RemovedTopics.Values.Select(Store)],
            DocumentText.MapOrNull(cluster.DefaultConfigs)),
        StoredShapesContext.Default.Cluster);

    public static DecodeStatus TryDecode(ReadOnlySpan<byte> bytes, out ClusterState? cluster)
    {
        cluster = null;
        var status = DocumentText.Read(bytes, StoredShapesContext.Default.Cluster, out var stored);
        if (status is not DecodeStatus.Done)
        {
            return status;
        }

        if (!TryRestoreIds(stored!.TopicIds, out var topicIds)
            || !TryRestoreBrokers(stored.Brokers, out var brokers)
            || !TryRestoreRemoved(stored.RemovedTopics ?? [], out var removed))
        {
            return DecodeStatus.Malformed;
        }

        cluster = new(
            stored.ClusterId,
            new ControllerEpoch(stored.ControllerEpoch),
            stored.MetadataVersion,
            new BrokerEpoch(stored.LastBrokerEpoch),
            brokers,
            topicIds,
            DocumentText.Map(stored.DefaultConfigs),
            new ProducerId(stored.NextProducerId))
        {
            RemovedTopics = removed,
        };
        return DecodeStatus.Done;
    }

    private static StoredShapes.Broker Store(BrokerState broker) => new(
        broker.Id.Value,
        broker.Epoch.Value,
        broker.DirectoryId.ToString(),
        broker.Rack,
        [.. broker.Listeners.Select(Store)],
        broker.Condition switch
        {
            BrokerConditionKind.Fenced => Fenced,
            BrokerConditionKind.Active => Active,
            BrokerConditionKind.ShuttingDown => ShuttingDown,
            _ => throw new UnreachableException($"Unknown condition {broker.Condition}"),
        },
        broker.IsDraining);

    private static StoredShapes.Listener Store(BrokerListener listener) =>
        new(listener.Name, listener.Host, listener.Port);

    private static StoredShapes.RemovedTopic Store(RemovedTopic topic) =>
        new(topic.Id.ToString(), topic.Name, DocumentText.Numbers(topic.Holders));

    private static bool TryRestoreIds(string[] stored, out ImmutableHashSet<TopicId> ids)
    {
        var builder = ImmutableHashSet.CreateBuilder<TopicId>();
        foreach (var text in stored)
        {
            if (!KafkaUuid.TryParse(text, out var id))
            {
                ids = [];
                return false;
            }

            builder.Add(new TopicId(id));
        }

        ids = builder.ToImmutable();
        return true;
    }

    private static bool TryRestoreBrokers(
        StoredShapes.Broker[] stored, out ImmutableSortedDictionary<int, BrokerState> brokers)
    {
        var builder = ImmutableSortedDictionary.CreateBuilder<int, BrokerState>();
        brokers = builder.ToImmutable();
        foreach (var broker in stored)
        {
            if (!KafkaUuid.TryParse(broker.DirectoryId, out var directory)
                || ConditionOf(broker.Condition) is not { } condition)
            {
                return false;
            }

            builder[broker.Id] = new(
                new BrokerId(broker.Id),
                new BrokerEpoch(broker.Epoch),
                new DirectoryId(directory),
                broker.Rack,
                [.. broker.Listeners.Select(Restore)],
                condition,
                broker.IsDraining);
        }

        brokers = builder.ToImmutable();
        return true;
    }

    private static BrokerListener Restore(StoredShapes.Listener stored) => new(stored.Name, stored.Host, stored.Port);

    private static BrokerConditionKind? ConditionOf(string text) => text switch
    {
        Fenced => BrokerConditionKind.Fenced,
        Active => BrokerConditionKind.Active,
        ShuttingDown => BrokerConditionKind.ShuttingDown,
        _ => null,
    };

    private static bool TryRestoreRemoved(
        StoredShapes.RemovedTopic[] stored, out ImmutableSortedDictionary<TopicId, RemovedTopic> removed)
    {
        var builder = ImmutableSortedDictionary.CreateBuilder<TopicId, RemovedTopic>(TopicIdOrder.Instance);
        removed = builder.ToImmutable();
        foreach (var topic in stored)
        {
            if (!KafkaUuid.TryParse(topic.Id, out var id))
            {
                return false;
            }

            builder[new TopicId(id)] = new(new TopicId(id), topic.Name, DocumentText.Brokers(topic.Holders));
        }

        removed = builder.ToImmutable();
        return true;
    }
}

using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Cloud.Grains.Interfaces.Metadata;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Gateway.Cluster;

/// <summary>The cluster as clients are shown it, from this broker's metadata. Stateless; any thread.</summary>
internal sealed class ClusterView(IClusterMetadata metadata)
{
    public string ClusterId => metadata.ClusterId;

    /// <summary>Brokers that serve, with the address that clients of a listener are told.</summary>
    public ImmutableArray<BrokerAddress> Brokers(string listener, bool isWithFenced = false)
    {
        var addresses = ImmutableArray.CreateBuilder<BrokerAddress>();
        foreach (var broker in metadata.Brokers)
        {
            if ((isWithFenced || broker.Condition is not BrokerCondition.Fenced)
                && AddressOf(broker, listener) is { } address)
            {
                addresses.Add(address);
            }
        }

        return addresses.ToImmutable();
    }

    public BrokerAddress? Find(int brokerId, string listener)
    {
        foreach (var broker in metadata.Brokers)
        {
            if (broker.BrokerId == brokerId && broker.Condition is not BrokerCondition.Fenced)
            {
                return AddressOf(broker, listener);
            }
        }

        return null;
    }

    /// <summary>
    /// Where admin requests are to go: any broker will do, as each passes them on. Always the same while it serves.
    /// </summary>
    public BrokerId Controller => metadata.Brokers
        .Where(broker => broker.Condition is BrokerCondition.Active)
        .Select(broker => new BrokerId(broker.BrokerId))
        .DefaultIfEmpty(new BrokerId(metadata.BrokerId))
        .First();

    /// <summary>All that are registered, in their order.</summary>
    public IEnumerable<BrokerId> BrokerIds => metadata.Brokers.Select(broker => new BrokerId(broker.BrokerId));

    public IEnumerable<TopicMetadata> Topics => metadata.Topics;

    public bool TryFind(string name, [NotNullWhen(true)] out TopicMetadata? topic) => metadata.TryFind(name, out topic);

    public bool TryFind(TopicId id, [NotNullWhen(true)] out TopicMetadata? topic) => metadata.TryFind(id, out topic);

    /// <summary>The identity of a partition that a request names; false where there is no such one.</summary>
    public bool TryFindPartition(string name, int partition, out TopicIdPartition id)
    {
        var isThere = metadata.TryFind(name, out var topic) && partition >= 0 && partition < topic.Partitions.Length;
        id = isThere ? new(new TopicId(topic!.TopicId), partition) : default;
        return isThere;
    }

    /// <summary>What is wrong with a topic that is not there: its name, or just that.</summary>
    public static KafkaError MissingError(string name) =>
        TopicName.FaultOf(name) is null ? KafkaError.UnknownTopicOrPartition : KafkaError.InvalidTopicException;

    /// <summary>A topic by id where the request's version has ids, by name where it has not.</summary>
    public KafkaError Find(bool isById, TopicId id, string? name, out TopicMetadata? topic)
    {
        var isKnown = isById ? metadata.TryFind(id, out topic) : metadata.TryFind(name ?? "", out topic);
        return isKnown ? KafkaError.None
            : isById ? KafkaError.UnknownTopicId
            : KafkaError.UnknownTopicOrPartition;
    }

    /// <summary>The brokers of these that do not serve.</summary>
    public ImmutableArray<BrokerId> Offline(ImmutableArray<int> replicas)
    {
        var offline = ImmutableArray.CreateBuilder<BrokerId>();
        foreach (var replica in replicas)
        {
            if (!metadata.Brokers.Any(broker =>
                broker.BrokerId == replica && broker.Condition is not BrokerCondition.Fenced))
            {
                offline.Add(new BrokerId(replica));
            }
        }

        return offline.ToImmutable();
    }

    public static ImmutableArray<BrokerId> Ids(ImmutableArray<int> brokers) =>
        [.. brokers.Select(broker => new BrokerId(broker))];

    private static BrokerAddress? AddressOf(BrokerMetadata broker, string listener)
    {
        foreach (var endpoint in broker.Listeners)
        {
            if (endpoint.Name == listener)
            {
                return new(
                    new BrokerId(broker.BrokerId),
                    endpoint.Host,
                    endpoint.Port,
                    broker.Rack,
                    broker.Condition is BrokerCondition.Fenced);
            }
        }

        return null;
    }
}

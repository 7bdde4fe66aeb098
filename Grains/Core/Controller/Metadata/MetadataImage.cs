using System.Collections.Immutable;
using Cloud.Core.Controller.Messages;
using Cloud.Core.Controller.State;
using Cloud.Protocol;

namespace Cloud.Core.Controller.Metadata;

/// <summary>
/// The metadata as a silo has it. Immutable: readers keep the one they hold while the next is made. What a topic's
/// absence means is not told by it: logs are deleted by <see cref="MetadataDelta.RemovedTopics"/> only.
/// </summary>
public sealed record MetadataImage(
    ControllerEpoch ControllerEpoch,
    long Version,
    ImmutableSortedDictionary<int, BrokerState> Brokers,
    ImmutableDictionary<TopicId, TopicState> Topics,
    ImmutableDictionary<string, TopicId> TopicIdsByName,
    ImmutableSortedDictionary<string, string> DefaultConfigs)
{
    /// <summary>What a silo has before the first snapshot.</summary>
    public static readonly MetadataImage Empty = new(
        new ControllerEpoch(0),
        Version: 0,
        ImmutableSortedDictionary<int, BrokerState>.Empty,
        ImmutableDictionary<TopicId, TopicState>.Empty,
        ImmutableDictionary.Create<string, TopicId>(StringComparer.Ordinal),
        ImmutableSortedDictionary<string, string>.Empty);

    public TopicState? Find(string name) => TopicIdsByName.TryGetValue(name, out var id) ? Topics[id] : null;

    /// <summary>
    /// The image after the delta. The very same one for what is known already or comes from a controller that was
    /// deposed; null for a gap: then the silo pulls a snapshot.
    /// </summary>
    public MetadataImage? Apply(MetadataDelta delta)
    {
        if (delta.ControllerEpoch < ControllerEpoch || delta.ToVersion <= Version)
        {
            return this;
        }

        if (delta.IsSnapshot)
        {
            return Empty.With(delta);
        }

        return delta.FromVersion == Version && delta.ControllerEpoch == ControllerEpoch ? With(delta) : null;
    }

    private MetadataImage With(MetadataDelta delta)
    {
        var topics = Topics.ToBuilder();
        var names = TopicIdsByName.ToBuilder();
        foreach (var id in delta.RemovedTopics)
        {
            if (topics.TryGetValue(id, out var removed))
            {
                topics.Remove(id);
                names.Remove(removed.Name);
            }
        }

        foreach (var topic in delta.Topics)
        {
            topics[topic.Id] = topic;
            names[topic.Name] = topic.Id;
        }

        return new(
            delta.ControllerEpoch,
            delta.ToVersion,
            Brokers
                .RemoveRange(delta.RemovedBrokers.Select(broker => broker.Value))
                .SetItems(delta.Brokers.Select(broker => KeyValuePair.Create(broker.Id.Value, broker))),
            topics.ToImmutable(),
            names.ToImmutable(),
            delta.DefaultConfigs ?? DefaultConfigs);
    }
}

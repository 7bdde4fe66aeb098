using System.Collections.Immutable;
using Cloud.Core.Controller.Messages;
using Cloud.Core.Controller.Metadata;
using Cloud.Core.Controller.State;

namespace Cloud.Core.Groups.Hosting;

/// <summary>
/// Keeps the catalog of topics that groups see, from the broker's metadata. On the broker's scheduler.
/// </summary>
internal sealed class TopicCatalogs
{
    public TopicCatalog Current { get; private set; } = TopicCatalog.Empty;

    /// <summary>Takes a change of the metadata in. The names of topics of which the deletion is recorded.</summary>
    public IReadOnlySet<string> Apply(MetadataImage image, MetadataDelta delta)
    {
        var deleted = delta.RemovedTopics
            .Select(Current.Find)
            .OfType<TopicFacts>()
            .Select(topic => topic.Name)
            .ToHashSet(StringComparer.Ordinal);
        var gone = delta.IsSnapshot
            ? Current.Topics.Select(topic => topic.Id).Where(id => !image.Topics.ContainsKey(id))
            : delta.RemovedTopics;
        Current = Current.With(image.Version, gone, delta.Topics.Select(topic => FactsOf(topic, image)));
        return deleted;
    }

    private static TopicFacts FactsOf(TopicState topic, MetadataImage image) => new(
        topic.Id,
        topic.Name,
        topic.Partitions.Length,
        image.Brokers.Values.Any(broker => broker.Rack is not null)
            ? [.. topic.Partitions.Select(partition => RacksOf(partition, image))]
            : [])
    {
        IsInternal = topic.IsInternal,
    };

    private static ImmutableArray<string> RacksOf(
        PartitionState partition, MetadataImage image) =>
    [
        .. partition.Replicas
            .Select(replica => image.Brokers.GetValueOrDefault(replica.Value)?.Rack)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];
}

using System.Collections.Immutable;
using Cloud.Protocol;

namespace Cloud.Core.Groups;

/// <summary>The topics that exist, as of one version of the metadata. Immutable: a change is another catalog.</summary>
public sealed class TopicCatalog
{
    public static readonly TopicCatalog Empty = new(
        0,
        ImmutableDictionary.Create<string, TopicFacts>(StringComparer.Ordinal),
        ImmutableDictionary<TopicId, TopicFacts>.Empty);

    private readonly ImmutableDictionary<string, TopicFacts> _byName;
    private readonly ImmutableDictionary<TopicId, TopicFacts> _byId;

    public TopicCatalog(long version, IReadOnlyCollection<TopicFacts> topics)
        : this(
            version,
            topics.ToImmutableDictionary(topic => topic.Name, StringComparer.Ordinal),
            topics.ToImmutableDictionary(topic => topic.Id))
    {
    }

    private TopicCatalog(
        long version,
        ImmutableDictionary<string, TopicFacts> byName,
        ImmutableDictionary<TopicId, TopicFacts> byId)
    {
        (Version, _byName, _byId) = (version, byName, byId);
    }

    /// <summary>Grows with each catalog that differs from the one before.</summary>
    public long Version { get; }

    public IEnumerable<TopicFacts> Topics => _byName.Values;

    public TopicFacts? Find(string name) => _byName.GetValueOrDefault(name);

    public TopicFacts? Find(TopicId id) => _byId.GetValueOrDefault(id);

    /// <summary>
    /// With topics that are gone and others that are new or have changed; this very one if nothing has.
    /// </summary>
    public TopicCatalog With(long version, IEnumerable<TopicId> removed, IEnumerable<TopicFacts> changed)
    {
        var (names, ids) = (_byName, _byId);
        foreach (var id in removed)
        {
            if (ids.TryGetValue(id, out var gone))
            {
                (names, ids) = (names.Remove(gone.Name), ids.Remove(id));
            }
        }

        foreach (var topic in changed)
        {
            if (!ids.TryGetValue(topic.Id, out var known) || !known.Equals(topic))
            {
                (names, ids) = (names.SetItem(topic.Name, topic), ids.SetItem(topic.Id, topic));
            }
        }

        return ids == _byId ? this : new(version, names, ids);
    }
}

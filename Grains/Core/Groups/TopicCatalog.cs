using System.Collections.Frozen;
using Cloud.Protocol;

namespace Cloud.Core.Groups;

/// <summary>The topics that exist, as of one version of the metadata. Immutable: a change is another catalog.</summary>
public sealed class TopicCatalog
{
    public static readonly TopicCatalog Empty = new(0, []);

    private readonly FrozenDictionary<string, TopicFacts> _byName;
    private readonly FrozenDictionary<TopicId, TopicFacts> _byId;

    public TopicCatalog(long version, IReadOnlyCollection<TopicFacts> topics)
    {
        Version = version;
        _byName = topics.ToFrozenDictionary(topic => topic.Name, StringComparer.Ordinal);
        _byId = topics.ToFrozenDictionary(topic => topic.Id);
    }

    public long Version { get; }

    public IReadOnlyCollection<TopicFacts> Topics => _byName.Values;

    public TopicFacts? Find(string name) => _byName.GetValueOrDefault(name);

    public TopicFacts? Find(TopicId id) => _byId.GetValueOrDefault(id);
}

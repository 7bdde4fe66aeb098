using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Cloud.Core.Controller.Metadata;
using Cloud.Core.Controller.State;
using Cloud.Grains.Brokers;
using Cloud.Grains.Interfaces.Metadata;
using Cloud.Protocol;

namespace Cloud.Grains.Metadata;

/// <summary>
/// The broker's metadata for those who know the contracts only. A topic is translated once for each change.
/// </summary>
internal sealed class ClusterMetadata(BrokerIdentity identity, BrokerRuntime broker) : IClusterMetadata
{
    private readonly ConditionalWeakTable<TopicState, TopicMetadata> _topics = [];

    public string ClusterId => identity.ClusterId;

    public int BrokerId => identity.BrokerId.Value;

    public long Version => Image.Version;

    public bool IsInService => broker.Member.IsInService;

    public IReadOnlyList<BrokerMetadata> Brokers =>
        [.. Image.Brokers.Values.Select(state => state.ToMessage())];

    public IEnumerable<TopicMetadata> Topics => Image.Topics.Values.Select(Translate);

    private MetadataImage Image => broker.Member.Image;

    public bool TryFind(string name, [NotNullWhen(true)] out TopicMetadata? topic) =>
        (topic = Image.Find(name) is { } state ? Translate(state) : null) is not null;

    public bool TryFind(TopicId id, [NotNullWhen(true)] out TopicMetadata? topic) =>
        (topic = Image.Topics.GetValueOrDefault(id) is { } state ? Translate(state) : null) is not null;

    private TopicMetadata Translate(TopicState topic) => _topics.GetValue(topic, MetadataMessages.ToMessage);
}

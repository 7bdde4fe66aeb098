using Cloud.Core.Groups.Classic;
using Cloud.Core.Groups.Consumers;

namespace Cloud.Core.Groups.Offsets;

/// <summary>Which topics members of a group read now: their offsets are in use.</summary>
internal sealed class SubscribedTopics
{
    private readonly ConsumerGroup? _consumers;
    private readonly IReadOnlySet<string>? _classic;
    private readonly bool _isUnknown;

    public SubscribedTopics(GroupStore store, string groupId)
    {
        _consumers = store.FindConsumer(groupId);
        if (_consumers is null && store.FindClassic(groupId) is { } group)
        {
            _classic = ClassicSubscriptions.TopicsOf(group);
            _isUnknown = _classic is null;
        }
    }

    public bool Contains(string topic) =>
        _isUnknown || _consumers?.IsSubscribedTo(topic) is true || _classic?.Contains(topic) is true;
}

using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Core.Groups.Classic;

/// <summary>
/// What the members of a classic group read. Their subscriptions are opaque to the protocol; those of consumers are
/// looked into all the same, to know which offsets are in use.
/// </summary>
internal static class ClassicSubscriptions
{
    public const string ConsumerProtocolType = "consumer";

    private const short VersionMax = 3;

    /// <summary>Null where it cannot be known: then every topic is to be taken for subscribed.</summary>
    public static IReadOnlySet<string>? TopicsOf(ClassicGroup group)
    {
        var topics = new HashSet<string>(StringComparer.Ordinal);
        if (group.Members.Count == 0)
        {
            return topics;
        }

        if (group is not { ProtocolType: ConsumerProtocolType, Protocol: not null })
        {
            return null;
        }

        foreach (var member in group.Members)
        {
            if (Read(member.MetadataFor(group.Protocol)) is not { } subscription)
            {
                return null;
            }

            topics.UnionWith(subscription.Topics);
        }

        return topics;
    }

    public static ConsumerProtocolSubscription? Read(ReadOnlyMemory<byte> metadata) =>
        VersionedMessages.TryRead<ConsumerProtocolSubscription>(metadata, VersionMax, out var subscription, out _)
            ? subscription
            : null;
}

using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>A member of a group.</summary>
/// <param name="MemberId">Its id.</param>
/// <param name="InstanceId">What a static member is named; null for others.</param>
/// <param name="ClientId">What it calls itself.</param>
/// <param name="Host">Where it connects from.</param>
/// <param name="Assignment">What it has. Empty for classic groups of something else than consumers.</param>
public sealed record GroupMemberDescription(
    string MemberId, string? InstanceId, string ClientId, string Host, IReadOnlyList<TopicPartition> Assignment)
{
    /// <summary>What it shall have (KIP-848); null for classic groups.</summary>
    public IReadOnlyList<TopicPartition>? TargetAssignment { get; init; }

    /// <summary>How far it has come (KIP-848); null for classic groups.</summary>
    public int? Epoch { get; init; }

    /// <summary>Topics it is subscribed to; empty where that is not known.</summary>
    public IReadOnlyList<string> SubscribedTopics { get; init; } = [];

    /// <summary>The pattern it is subscribed by (KIP-848); null without one.</summary>
    public string? SubscribedPattern { get; init; }

    /// <summary>Where it stands; null when it says nothing.</summary>
    public string? Rack { get; init; }
}

using System.Diagnostics.CodeAnalysis;
using Cloud.Protocol;

namespace Cloud.Grains.Interfaces.Metadata;

/// <summary>
/// The cluster as this silo's broker knows it: fed by the controller, never asked for over the network, so it may be
/// behind. A service of each silo. Any thread; each call sees the latest.
/// </summary>
public interface IClusterMetadata
{
    string ClusterId { get; }

    /// <summary>This silo's broker.</summary>
    int BrokerId { get; }

    /// <summary>Grows with each committed change; 0 before the controller has told anything.</summary>
    long Version { get; }

    /// <summary>Whether the controller counts on this broker's present life.</summary>
    bool IsInService { get; }

    /// <summary>By id, in their order.</summary>
    IReadOnlyList<BrokerMetadata> Brokers { get; }

    /// <summary>In no order.</summary>
    IEnumerable<TopicMetadata> Topics { get; }

    bool TryFind(string name, [NotNullWhen(true)] out TopicMetadata? topic);

    bool TryFind(TopicId id, [NotNullWhen(true)] out TopicMetadata? topic);
}

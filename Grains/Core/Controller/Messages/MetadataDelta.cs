using System.Collections.Immutable;
using Cloud.Core.Controller.State;
using Cloud.Protocol;

namespace Cloud.Core.Controller.Messages;

/// <summary>
/// What changed between two versions of the metadata. A silo that is not at <see cref="FromVersion"/> pulls a snapshot,
/// which is a delta from version 0 that holds everything.
/// </summary>
/// <param name="RemovedTopics">Recorded deletions: the only thing that lets a silo delete logs.</param>
public sealed record MetadataDelta(
    ControllerEpoch ControllerEpoch,
    long FromVersion,
    long ToVersion,
    ImmutableArray<BrokerState> Brokers,
    ImmutableArray<TopicState> Topics,
    ImmutableArray<TopicId> RemovedTopics)
{
    /// <summary>Brokers that were unregistered.</summary>
    public ImmutableArray<BrokerId> RemovedBrokers { get; init; } = [];

    /// <summary>Cluster-wide defaults of settings; null when they are as before.</summary>
    public ImmutableSortedDictionary<string, string>? DefaultConfigs { get; init; }

    public bool IsSnapshot => FromVersion == 0;
}

using System.Collections.Immutable;
using Cloud.Core.Controller.State;

namespace Cloud.Core.Controller;

/// <summary>
/// What the controller needs to know of topic settings. Pure: the same input gives the same answer in every process, as
/// decisions depend on it. Topics use topic keys, cluster-wide defaults the broker's names of the same settings.
/// </summary>
public interface ITopicRules
{
    /// <summary>What is wrong with a topic's settings, for people; null when nothing is.</summary>
    /// <param name="previous">What the topic has set now; null for a new one.</param>
    string? FaultOf(
        ImmutableSortedDictionary<string, string> configs,
        ImmutableSortedDictionary<string, string>? previous,
        ImmutableSortedDictionary<string, string> clusterDefaults);

    /// <summary>The same of the cluster-wide defaults.</summary>
    string? FaultOfDefaults(ImmutableSortedDictionary<string, string> configs);

    /// <summary>
    /// Whether the value is a list with commas, to which incremental changes may append. Of either kind of key.
    /// </summary>
    bool IsList(string key);

    /// <summary>What a topic has that does not set this topic key; null for a key that is not known.</summary>
    string? InheritedOf(string key, ImmutableSortedDictionary<string, string> clusterDefaults);

    /// <summary>
    /// What the cluster has that sets no default under this broker key; null for a key that cannot be set.
    /// </summary>
    string? DefaultOf(string key);

    /// <summary><c>min.insync.replicas</c>, not yet limited by the number of replicas.</summary>
    int MinInSyncReplicas(TopicState topic, ImmutableSortedDictionary<string, string> clusterDefaults);

    /// <summary><c>unclean.leader.election.enable</c>.</summary>
    bool IsUncleanElectionEnabled(TopicState topic, ImmutableSortedDictionary<string, string> clusterDefaults);

    /// <summary><c>write.caching</c>: what is acknowledged may be in the page cache only.</summary>
    bool IsWriteCached(TopicState topic, ImmutableSortedDictionary<string, string> clusterDefaults);
}

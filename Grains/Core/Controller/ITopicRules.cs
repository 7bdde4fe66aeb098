using System.Collections.Immutable;
using Cloud.Core.Controller.State;

namespace Cloud.Core.Controller;

/// <summary>
/// What the controller needs to know of topic settings. Pure: the same input gives the same answer in every process, as
/// decisions depend on it.
/// </summary>
public interface ITopicRules
{
    /// <summary>What is wrong with these settings, for people; null when nothing is.</summary>
    string? FaultOf(ImmutableSortedDictionary<string, string> configs);

    /// <summary>The same of the cluster-wide defaults, which hold settings of brokers too.</summary>
    string? FaultOfDefaults(ImmutableSortedDictionary<string, string> configs);

    /// <summary>Whether the value is a list with commas, to which incremental changes may append.</summary>
    bool IsList(string key);

    /// <summary>The value where neither topic nor cluster sets one; null for a key that is not known.</summary>
    string? DefaultOf(string key);

    /// <summary><c>min.insync.replicas</c>, not yet limited by the number of replicas.</summary>
    int MinInSyncReplicas(TopicState topic, ImmutableSortedDictionary<string, string> clusterDefaults);

    /// <summary><c>unclean.leader.election.enable</c>.</summary>
    bool IsUncleanElectionEnabled(TopicState topic, ImmutableSortedDictionary<string, string> clusterDefaults);
}

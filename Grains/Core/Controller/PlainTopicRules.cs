using System.Collections.Immutable;
using System.Globalization;
using Cloud.Core.Controller.State;

namespace Cloud.Core.Controller;

/// <summary>
/// Rules that know the two settings that elections depend on, and leave the checks to whoever knows the rest.
/// </summary>
/// <param name="faultOf">What is wrong with a topic's settings; null when nothing is.</param>
public sealed class PlainTopicRules(Func<ImmutableSortedDictionary<string, string>, string?> faultOf) : ITopicRules
{
    private const string MinInSyncReplicasKey = "min.insync.replicas";
    private const string UncleanElectionKey = "unclean.leader.election.enable";
    private const string CleanupPolicyKey = "cleanup.policy";

    public string? FaultOf(ImmutableSortedDictionary<string, string> configs)
    {
        if (configs.TryGetValue(MinInSyncReplicasKey, out var minimum)
            && !(int.TryParse(minimum, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0))
        {
            return $"{MinInSyncReplicasKey} is a number from 1, not '{minimum}'.";
        }

        return configs.TryGetValue(UncleanElectionKey, out var isEnabled) && !bool.TryParse(isEnabled, out _)
            ? $"{UncleanElectionKey} is true or false, not '{isEnabled}'."
            : faultOf(configs);
    }

    public string? FaultOfDefaults(ImmutableSortedDictionary<string, string> configs) => FaultOf(configs);

    public bool IsList(string key) => key is CleanupPolicyKey;

    public string? DefaultOf(string key) => key switch
    {
        MinInSyncReplicasKey => "1",
        UncleanElectionKey => "false",
        CleanupPolicyKey => "delete",
        _ => null,
    };

    public int MinInSyncReplicas(TopicState topic, ImmutableSortedDictionary<string, string> clusterDefaults)
    {
        var value = ValueOf(MinInSyncReplicasKey, topic, clusterDefaults);
        return int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    public bool IsUncleanElectionEnabled(
        TopicState topic, ImmutableSortedDictionary<string, string> clusterDefaults) =>
        bool.Parse(ValueOf(UncleanElectionKey, topic, clusterDefaults));

    private string ValueOf(string key, TopicState topic, ImmutableSortedDictionary<string, string> clusterDefaults) =>
        topic.Configs.GetValueOrDefault(key) ?? clusterDefaults.GetValueOrDefault(key) ?? DefaultOf(key)!;
}

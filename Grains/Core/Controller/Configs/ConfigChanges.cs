using System.Collections.Immutable;
using Cloud.Core.Controller.Elections;
using Cloud.Core.Controller.State;
using Cloud.Protocol.Errors;

namespace Cloud.Core.Controller.Configs;

/// <summary>
/// Decides changes of settings. The answer is what is set afterwards. Partitions follow: a lower
/// <c>min.insync.replicas</c> ends eligibility, an allowed unclean election brings offline ones back.
/// </summary>
internal sealed class ConfigChanges(ControllerState state, DecisionDraft draft, ITopicRules rules)
{
    public ControllerDecision<ImmutableSortedDictionary<string, string>> AlterTopic(
        string name, ImmutableArray<ConfigOperation> operations, bool isValidateOnly)
    {
        if (state.Find(name) is not { } topic)
        {
            return UnknownTopic(name);
        }

        var defaults = draft.Cluster.DefaultConfigs;
        var edit = new ConfigEdit(rules, key => rules.InheritedOf(key, defaults));
        var edited = edit.Apply(topic.Configs, operations);
        return edited.IsOk
            ? SetTopic(topic, edited.Value, isValidateOnly)
            : ControllerDecision<ImmutableSortedDictionary<string, string>>.Refuse(edited);
    }

    public ControllerDecision<ImmutableSortedDictionary<string, string>> ReplaceTopic(
        string name, ImmutableSortedDictionary<string, string> configs, bool isValidateOnly) =>
        state.Find(name) is { } topic ? SetTopic(topic, configs, isValidateOnly) : UnknownTopic(name);

    public ControllerDecision<ImmutableSortedDictionary<string, string>> AlterDefaults(
        ImmutableArray<ConfigOperation> operations, bool isValidateOnly)
    {
        var edited = new ConfigEdit(rules, rules.DefaultOf).Apply(draft.Cluster.DefaultConfigs, operations);
        return edited.IsOk
            ? SetDefaults(edited.Value, isValidateOnly)
            : ControllerDecision<ImmutableSortedDictionary<string, string>>.Refuse(edited);
    }

    public ControllerDecision<ImmutableSortedDictionary<string, string>> SetDefaults(
        ImmutableSortedDictionary<string, string> configs, bool isValidateOnly)
    {
        if ((rules.FaultOfDefaults(configs) ?? FaultOfTopics(configs)) is { } fault)
        {
            return Invalid(fault);
        }

        if (isValidateOnly || configs.SequenceEqual(draft.Cluster.DefaultConfigs))
        {
            return ControllerDecision<ImmutableSortedDictionary<string, string>>.Unchanged(configs);
        }

        draft.StoreClusterFirst();
        draft.Cluster = draft.Cluster with { DefaultConfigs = configs };
        draft.ChangePartitions(DependsOnConfigs);
        return draft.Answer(configs);
    }

    private ControllerDecision<ImmutableSortedDictionary<string, string>> SetTopic(
        TopicState topic, ImmutableSortedDictionary<string, string> configs, bool isValidateOnly)
    {
        if (rules.FaultOf(configs, topic.Configs, draft.Cluster.DefaultConfigs) is { } fault)
        {
            return Invalid(fault);
        }

        if (isValidateOnly || configs.SequenceEqual(topic.Configs))
        {
            return ControllerDecision<ImmutableSortedDictionary<string, string>>.Unchanged(configs);
        }

        var changed = topic with { Configs = configs };
        draft.Put(changed);
        draft.ChangePartitions(changed, DependsOnConfigs);
        return draft.Answer(configs);
    }

    // A default that contradicts what a topic has set would leave leaders to choose between the two.
    private string? FaultOfTopics(ImmutableSortedDictionary<string, string> defaults)
    {
        foreach (var topic in state.Topics)
        {
            if (rules.FaultOf(topic.Configs, topic.Configs, defaults) is { } fault
                && rules.FaultOf(topic.Configs, topic.Configs, draft.Cluster.DefaultConfigs) is null)
            {
                return $"Topic '{topic.Name}': {fault}";
            }
        }

        return null;
    }

    private static PartitionChange? DependsOnConfigs(PartitionState partition) =>
        !partition.Elr.IsEmpty || !partition.HasLeader ? new PartitionChange(partition) : null;

    private static ControllerDecision<ImmutableSortedDictionary<string, string>> Invalid(string fault) =>
        ControllerDecision<ImmutableSortedDictionary<string, string>>.Refuse(KafkaError.InvalidConfig, fault);

    private static ControllerDecision<ImmutableSortedDictionary<string, string>> UnknownTopic(string name) =>
        ControllerDecision<ImmutableSortedDictionary<string, string>>.Refuse(
            KafkaError.UnknownTopicOrPartition, $"There is no topic '{name}'.");
}

using System.Collections.Immutable;
using Cloud.Core.Controller.Messages;
using Cloud.Core.Controller.State;
using Cloud.Protocol;

namespace Cloud.Core.Controller.Metadata;

/// <summary>Makes what silos are told.</summary>
internal static class MetadataDeltas
{
    public static MetadataDelta Of(ImmutableArray<ControllerRecord> records, ClusterState before)
    {
        var topics = ImmutableArray.CreateBuilder<TopicState>();
        var removed = ImmutableArray.CreateBuilder<TopicId>();
        var after = before;
        foreach (var record in records)
        {
            switch (record)
            {
                case ControllerRecord.TopicChanged changed:
                    topics.Add(changed.Topic);
                    break;
                case ControllerRecord.TopicRemoved gone:
                    removed.Add(gone.Id);
                    break;
                case ControllerRecord.ClusterChanged changed:
                    after = changed.Cluster;
                    break;
            }
        }

        Invariant.Holds(after.MetadataVersion == before.MetadataVersion + 1);
        return new(
            after.ControllerEpoch,
            before.MetadataVersion,
            after.MetadataVersion,
            [.. after.Brokers.Values.Where(broker => broker != before.Brokers.GetValueOrDefault(broker.Id.Value))],
            topics.DrainToImmutable(),
            removed.DrainToImmutable())
        {
            RemovedBrokers =
            [
                .. before.Brokers.Values.Select(broker => broker.Id).Where(id => !after.Brokers.ContainsKey(id.Value)),
            ],
            DefaultConfigs = ReferenceEquals(after.DefaultConfigs, before.DefaultConfigs) ? null : after.DefaultConfigs,
        };
    }

    public static MetadataDelta Snapshot(ControllerState state) => new(
        state.Cluster.ControllerEpoch,
        FromVersion: 0,
        state.Cluster.MetadataVersion,
        [.. state.Cluster.Brokers.Values],
        [.. state.Topics.OrderBy(topic => topic.Name, StringComparer.Ordinal)],
        [.. state.Cluster.RemovedTopics.Keys])
    {
        DefaultConfigs = state.Cluster.DefaultConfigs,
    };
}

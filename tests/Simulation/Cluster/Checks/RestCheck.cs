using Cloud.Core.Controller.State;
using Cloud.Core.Partitions;
using Cloud.Protocol;
using Cloud.Simulation.Cluster.Clients;

namespace Cloud.Simulation.Cluster.Checks;

/// <summary>
/// What a healed cluster comes to: all led, in sync, answered, and the same everywhere (I8). Stateless.
/// </summary>
internal static class RestCheck
{
    /// <summary>What is still missing; null when nothing is.</summary>
    public static string? Missing(
        SimulatedCluster cluster, IEnumerable<SimulatedProducer> producers, IEnumerable<SimulatedReader> readers)
    {
        var states = States(cluster).ToDictionary(entry => entry.Id, entry => entry.State);
        foreach (var (id, state) in states)
        {
            if (!IsLost(state) && MissingOf(cluster, id, state) is { } missing)
            {
                return $"{cluster.NameOf(id)}: {missing}";
            }
        }

        if (cluster.Store.RemovedTopicCount > 0)
        {
            return $"{cluster.Store.RemovedTopicCount} deletions are not carried out";
        }

        foreach (var broker in cluster.Brokers)
        {
            if (broker.Current?.LogsOfNobody().FirstOrDefault() is { } orphan)
            {
                return $"broker {broker.Id} still has the log of {orphan}, which is deleted";
            }
        }

        foreach (var producer in producers)
        {
            if (!producer.IsGivenUp && !producer.IsDone && !IsLost(states[producer.Partition]))
            {
                return $"a producer of partition {producer.Partition.Partition} waits at {producer.SentCount}";
            }
        }

        foreach (var reader in readers)
        {
            if (!reader.IsGivenUp
                && !IsLost(states[reader.Partition])
                && reader.Position.Value < cluster.Checks.LogOf(reader.Partition).EndOffset)
            {
                return $"a reader of partition {reader.Partition.Partition} is at {reader.Position}";
            }
        }

        return null;
    }

    /// <summary>Partitions that only an operator can bring back, at the risk of loss (F06).</summary>
    public static int LostCount(SimulatedCluster cluster) => States(cluster).Count(entry => IsLost(entry.State));

    public static IEnumerable<(TopicIdPartition Id, PartitionState State)> States(SimulatedCluster cluster) =>
        cluster.Topics.SelectMany(topic => topic.Partitions.Select(
            state => (new TopicIdPartition(topic.Id, state.Index), state)));

    private static bool IsLost(PartitionState state) => !state.HasLeader && state.Isr.IsEmpty && state.Elr.IsEmpty;

    private static string? MissingOf(SimulatedCluster cluster, TopicIdPartition id, PartitionState state)
    {
        if (!state.HasLeader || state.Isr.Length < state.Replicas.Length || !state.AddingReplicas.IsEmpty)
        {
            return $"leader {state.Leader}, isr {string.Join(',', state.Isr)}, elr {string.Join(',', state.Elr)} of " +
                $"{string.Join(',', state.Replicas)}, adding {string.Join(',', state.AddingReplicas)}";
        }

        List<CommittedRecord>? first = null;
        var start = Offset.Zero;
        foreach (var broker in state.Replicas)
        {
            start = Offset.Max(start, ViewOf(cluster, broker, id)?.Log?.LogStartOffset ?? Offset.Zero);
        }

        foreach (var broker in state.Replicas)
        {
            if (ViewOf(cluster, broker, id) is not { Log: { } log } view || view.LeaderEpoch != state.LeaderEpoch)
            {
                return $"broker {broker} is not in epoch {state.LeaderEpoch}";
            }

            if (view.HighWatermark != log.LogEndOffset)
            {
                return $"high watermark {view.HighWatermark} of {broker} is not its end {log.LogEndOffset}";
            }

            var records = LogScan.Read(log, start, log.LogEndOffset);
            first ??= records;
            if (!first.SequenceEqual(records))
            {
                return $"broker {broker} has {records.Count} records from {start}, another {first.Count}, or others";
            }
        }

        return null;
    }

    private static ReplicaView? ViewOf(SimulatedCluster cluster, BrokerId broker, TopicIdPartition id) =>
        cluster.BrokerOf(broker).Current is { } instance && instance.Replicas.TryGetReplica(id, out var replica)
            ? replica.View
            : null;
}

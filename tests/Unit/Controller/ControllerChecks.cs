using Cloud.Core.Controller;
using Cloud.Core.Controller.Documents;
using Cloud.Core.Controller.Metadata;
using Cloud.Core.Controller.State;
using Cloud.Protocol;

namespace Cloud.Unit.Controller;

/// <summary>What must hold of a controller's state after every step, whatever the steps were.</summary>
internal static class ControllerChecks
{
    public static void Holds(ControllerMachine machine)
    {
        foreach (var topic in machine.Topics)
        {
            foreach (var partition in topic.Partitions)
            {
                Check(partition, machine.Cluster);
            }
        }

        Assert.Equal(machine.Cluster.TopicIds.Count, machine.Topics.Count);
        Assert.All(machine.Topics, topic => Assert.Contains(topic.Id, machine.Cluster.TopicIds));
        Assert.DoesNotContain(machine.Cluster.RemovedTopics.Keys, machine.Cluster.TopicIds.Contains);
    }

    public static void Follows(ControllerMachine machine, IReadOnlyDictionary<TopicId, TopicState> before)
    {
        foreach (var topic in machine.Topics)
        {
            foreach (var old in before.GetValueOrDefault(topic.Id)?.Partitions ?? [])
            {
                var now = topic.Partitions[old.Index];
                Assert.True(now.LeaderEpoch >= old.LeaderEpoch);
                var isLogDeleted = old.Replicas.Except(now.Replicas).Any();
                Assert.Equal(now.Leader != old.Leader || isLogDeleted, now.LeaderEpoch > old.LeaderEpoch);
                Assert.Equal(ReferenceEquals(now, old), now.PartitionEpoch == old.PartitionEpoch);
                Assert.True(now.PartitionEpoch >= old.PartitionEpoch);
            }
        }
    }

    /// <summary>Two machines hold the same, down to the bytes of their documents.</summary>
    public static void AreEqual(ControllerMachine expected, ControllerMachine actual)
    {
        Assert.Equal(ClusterDocument.Encode(expected.Cluster), ClusterDocument.Encode(actual.Cluster));
        Assert.Equal(Texts(expected.Topics), Texts(actual.Topics));
    }

    public static void AreEqual(MetadataImage expected, MetadataImage actual)
    {
        Assert.Equal(expected.Version, actual.Version);
        Assert.Equal(expected.ControllerEpoch, actual.ControllerEpoch);
        Assert.Equal(expected.Brokers, actual.Brokers);
        Assert.Equal(expected.DefaultConfigs, actual.DefaultConfigs);
        Assert.Equal(Texts(expected.Topics.Values), Texts(actual.Topics.Values));
        Assert.Equal(
            expected.TopicIdsByName.OrderBy(pair => pair.Key), actual.TopicIdsByName.OrderBy(pair => pair.Key));
    }

    private static void Check(PartitionState partition, ClusterState cluster)
    {
        Assert.NotEmpty(partition.Replicas);
        Assert.Equal(partition.Replicas.Distinct(), partition.Replicas);
        Assert.Equal(partition.Isr.Distinct(), partition.Isr);
        Assert.Subset(partition.Replicas.ToHashSet(), partition.Isr.ToHashSet());
        Assert.Subset(partition.Replicas.ToHashSet(), partition.Elr.ToHashSet());
        Assert.Subset(partition.Replicas.ToHashSet(), partition.AddingReplicas.ToHashSet());
        Assert.Subset(partition.Replicas.ToHashSet(), partition.RemovingReplicas.ToHashSet());
        Assert.Empty(partition.Isr.Intersect(partition.Elr));
        Assert.All(partition.Isr, member => Assert.NotEqual(
            BrokerConditionKind.Fenced, cluster.Brokers[member.Value].Condition));
        if (partition.HasLeader)
        {
            Assert.Contains(partition.Leader, partition.Isr);
            Assert.Equal(BrokerId.None, partition.LastKnownLeader);
        }
        else
        {
            // Whoever could lead without losing anything does.
            var eligible = partition.Isr.IsEmpty ? partition.Elr : partition.Isr;
            Assert.All(eligible, member => Assert.NotEqual(
                BrokerConditionKind.Active, cluster.Brokers[member.Value].Condition));
        }
    }

    private static IEnumerable<string> Texts(IEnumerable<TopicState> topics) => topics
        .OrderBy(topic => topic.Name, StringComparer.Ordinal)
        .Select(topic => System.Text.Encoding.UTF8.GetString(TopicDocument.Encode(topic)));
}

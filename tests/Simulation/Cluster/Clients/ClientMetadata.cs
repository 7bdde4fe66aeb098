using Cloud.Core.Controller.Metadata;
using Cloud.Core.Controller.State;
using Cloud.Protocol;
using Cloud.Simulation.Cluster.Brokers;
using Cloud.Simulation.Worlds;

namespace Cloud.Simulation.Cluster.Clients;

/// <summary>What a client knows of the cluster: what some broker told it last. Runs on the client's process.</summary>
internal sealed class ClientMetadata(SimulatedCluster cluster, SimulatedProcess process)
{
    private readonly Dictionary<TopicIdPartition, PartitionState> _newest = [];
    private MetadataImage _image = MetadataImage.Empty;

    /// <summary>The state of the latest epoch that was ever told: some brokers are behind others (KIP-320).</summary>
    public PartitionState? Find(TopicIdPartition partition)
    {
        var told = _image.Topics.TryGetValue(partition.TopicId, out var topic)
            && partition.Partition < topic.Partitions.Length
                ? topic.Partitions[partition.Partition]
                : null;
        var newest = _newest.GetValueOrDefault(partition);
        if (told is not null && (newest is null || told.LeaderEpoch >= newest.LeaderEpoch))
        {
            _newest[partition] = newest = told;
        }

        return newest;
    }

    public SimulatedBroker? LeaderOf(TopicIdPartition partition) =>
        Find(partition) is { HasLeader: true } state ? cluster.BrokerOf(state.Leader) : null;

    public async Task Refresh()
    {
        var broker = cluster.Brokers[cluster.World.Random.Next(cluster.Brokers.Count)];
        try
        {
            _image = await cluster.Network.Call(
                process, broker.Name, () => broker.Current, instance => Task.FromResult(instance.Image));
        }
        catch (Exception error) when (SimulatedCluster.IsUnanswered(error))
        {
            // Another broker is asked next time.
        }
    }
}

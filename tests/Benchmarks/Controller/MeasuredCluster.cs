using System.Collections.Immutable;
using Cloud.Core.Controller;
using Cloud.Core.Controller.Configs;
using Cloud.Core.Controller.Hosting;
using Cloud.Core.Controller.Messages;
using Cloud.Core.Controller.State;
using Cloud.Core.Controller.Topics;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Benchmarks.Controller;

/// <summary>Three brokers that hold every partition; each leads a third of them.</summary>
internal sealed class MeasuredCluster : IDisposable
{
    private const string ClusterId = "measured";
    private const int BrokerCount = 3;

    private MeasuredCluster(ControllerHost host, SlowStore store) => (Host, Store) = (host, store);

    public ControllerHost Host { get; }

    public SlowStore Store { get; }

    public static async Task<MeasuredCluster> Make(SlowStore store, int topics, int partitionsPerTopic)
    {
        var host = await ControllerHost.TakeOver(
            store,
            ClusterId,
            new TopicRules(),
            new ControllerOptions(),
            machine => new MetadataPublisher(machine, new QuickLink(), TimeProvider.System));
        var cluster = new MeasuredCluster(host, store);
        for (var id = 1; id <= BrokerCount; id++)
        {
            await cluster.Start(new(id));
        }

        for (var number = 0; number < topics; number++)
        {
            await cluster.Create(number, partitionsPerTopic);
        }

        return cluster;
    }

    public int CountLedBy(BrokerId broker) =>
        Host.Machine.Topics.Sum(topic => topic.Partitions.Count(partition => partition.Leader == broker));

    public async Task Start(BrokerId broker)
    {
        var registered = await Host.Decide(machine => machine.RegisterBroker(new(
            ClusterId, broker, new DirectoryId(new Guid(broker.Value, 0, 0, new byte[8])), Rack: null, [], false)));
        await Host.Decide(machine => machine.BrokerCaughtUp(
            broker, registered.Value.Epoch, registered.Value.MetadataVersion));
    }

    public Task Fail(BrokerId broker) =>
        Host.Decide(machine => machine.BrokerFailed(broker, EpochOf(broker)));

    /// <summary>The leader of a partition has found that everybody has caught up.</summary>
    public Task ProposeAll(TopicIdPartition partition)
    {
        var state = Host.Machine.FindPartition(partition)!;
        var proposal = new AlterPartition(
            partition,
            state.Leader,
            EpochOf(state.Leader),
            state.LeaderEpoch,
            state.PartitionEpoch,
            [.. state.Replicas.Select(replica => new IsrMember(replica, EpochOf(replica)))],
            IsRecovered: false);
        return Host.AlterPartition(proposal);
    }

    public void Dispose() => Host.Dispose();

    private BrokerEpoch EpochOf(BrokerId broker) => Host.Machine.Cluster.Brokers[broker.Value].Epoch;

    private Task<Result<TopicState>> Create(int number, int partitionCount)
    {
        var assignment = Enumerable.Range(0, partitionCount).ToImmutableSortedDictionary(
            partition => partition,
            partition => Enumerable.Range(number + partition, BrokerCount)
                .Select(place => new BrokerId(1 + (place % BrokerCount)))
                .ToImmutableArray());
        var command = new CreateTopic(
            $"topic-{number}", -1, -1, assignment, ImmutableSortedDictionary<string, string>.Empty);
        var id = new TopicId(new Guid(number, 0, 1, new byte[8]));
        return Host.Decide(machine => machine.CreateTopic(command, id, new Random(number)));
    }
}

using System.Collections.Immutable;
using Cloud.Core.Controller;
using Cloud.Core.Controller.Hosting;
using Cloud.Core.Controller.Messages;
using Cloud.Core.Controller.Topics;
using Cloud.Protocol;
using Cloud.Simulation.Scheduling;

namespace Cloud.Unit.Controller;

public sealed class ControllerHostTests : IDisposable
{
    private const int TopicCount = 20;

    private readonly SeededScheduler _scheduler = new(seed: 1);
    private readonly GatedStore _store = new();
    private readonly ControllerHost _host;

    public ControllerHostTests()
    {
        _host = Run(() => ControllerHost.TakeOver(
            _store,
            TestCluster.ClusterId,
            TestCluster.Rules,
            new ControllerOptions(),
            machine => new MetadataPublisher(machine, new DeafLink(), TimeProvider.System)));
        for (var id = 1; id <= 3; id++)
        {
            var broker = new BrokerId(id);
            var epoch = Run(() => _host.Decide(machine => machine.RegisterBroker(new(
                TestCluster.ClusterId, broker, new DirectoryId(TestCluster.GuidOf(id)), null, [], false)))).Value.Epoch;
            Run(() => _host.Decide(machine => machine.BrokerCaughtUp(broker, epoch, epoch.Value)));
        }

        for (var number = 1; number <= TopicCount; number++)
        {
            var topic = new CreateTopic(
                $"topic-{number}", 3, 3, Assignment: null, ImmutableSortedDictionary<string, string>.Empty);
            var id = new TopicId(TestCluster.GuidOf(number));
            Run(() => _host.Decide(machine => machine.CreateTopic(topic, id, new Random(number))));
        }
    }

    [Fact]
    public void Proposals_that_come_while_one_is_stored_are_one_decision()
    {
        var version = _host.Machine.Cluster.MetadataVersion;
        var writes = _store.WriteCount;
        var proposals = Partitions().Select(LeaderAlone).ToList();

        _store.Shut();
        var replies = proposals.ConvertAll(proposal => _scheduler.Start(() => _host.AlterPartition(proposal)));
        Settle();
        _store.Open();
        Settle();

        Assert.All(replies, reply => Assert.Equal(AlterPartitionOutcome.Committed, reply.Result.Outcome));
        Assert.All(Partitions(), partition => Assert.Single(_host.Machine.FindPartition(partition)!.Isr));
        Assert.Equal(version + 2, _host.Machine.Cluster.MetadataVersion);
        Assert.InRange(_store.WriteCount - writes, 4, 2 + TopicCount + 2);
    }

    [Fact]
    public void Topics_of_one_decision_are_written_side_by_side_and_the_cluster_after_them()
    {
        var broker = _host.Machine.Cluster.Brokers[1];

        _store.Shut();
        var failed = _scheduler.Start(() => _host.Decide(machine => machine.BrokerFailed(broker.Id, broker.Epoch)));
        Settle();
        var atOnce = _store.WaitingCount;
        var isEarly = failed.IsCompleted;
        _store.Open();
        Settle();

        Assert.Equal(16, atOnce);
        Assert.False(isEarly);
        Assert.True(Run(() => failed).Value);
        Assert.DoesNotContain(Partitions(), partition => _host.Machine.FindPartition(partition)!.Leader == broker.Id);
    }

    [Fact]
    public void All_who_wait_are_told_when_a_proposal_cannot_be_stored()
    {
        _store.Shut();
        var replies = Partitions().Select(LeaderAlone).ToList()
            .ConvertAll(proposal => _scheduler.Start(() => _host.AlterPartition(proposal)));
        Settle();
        _store.Fail();
        Settle();
        var later = _scheduler.Start(() => _host.AlterPartition(LeaderAlone(Partitions().First())));
        Settle();

        Assert.All(replies, reply => Assert.IsType<ControllerDeposedException>(reply.Exception!.InnerException));
        Assert.IsType<ControllerDeposedException>(later.Exception!.InnerException);
        Assert.True(_host.IsDeposed);
    }

    public void Dispose() => _host.Dispose();

    private IEnumerable<TopicIdPartition> Partitions() => _host.Machine.Topics.SelectMany(
        topic => topic.Partitions.Select(partition => new TopicIdPartition(topic.Id, partition.Index)));

    private AlterPartition LeaderAlone(TopicIdPartition partition)
    {
        var state = _host.Machine.FindPartition(partition)!;
        var epoch = _host.Machine.Cluster.Brokers[state.Leader.Value].Epoch;
        return new(
            partition,
            state.Leader,
            epoch,
            state.LeaderEpoch,
            state.PartitionEpoch,
            [new(state.Leader, epoch)],
            IsRecovered: false);
    }

    private T Run<T>(Func<Task<T>> work)
    {
        var task = _scheduler.Start(work);
        Settle();
        Assert.True(task.IsCompleted);
        return task.GetAwaiter().GetResult();
    }

    private void Settle()
    {
        while (_scheduler.RunOne())
        {
            // Each step may make others ready.
        }
    }

    /// <summary>Brokers that never answer.</summary>
    private sealed class DeafLink : IBrokerLink
    {
        public Task<long> Apply(BrokerId broker, BrokerEpoch epoch, MetadataDelta delta) =>
            new TaskCompletionSource<long>().Task;
    }
}

using System.Collections.Immutable;
using Cloud.Core.Controller;
using Cloud.Core.Controller.Brokers;
using Cloud.Core.Controller.Configs;
using Cloud.Core.Controller.Messages;
using Cloud.Core.Controller.State;
using Cloud.Core.Controller.Topics;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Unit.Controller;

/// <summary>A controller whose decisions are stored at once, with short words for what tests do to it.</summary>
internal sealed class TestCluster
{
    public const string ClusterId = "test-cluster";

    private readonly Random _random = new(20_260_101);
    private int _topicCount;

    public TestCluster(int brokers = 0, Func<int, string?>? rackOf = null)
    {
        for (var id = 1; id <= brokers; id++)
        {
            Start(id, rack: rackOf?.Invoke(id));
        }
    }

    public static ITopicRules Rules { get; } = new TopicRules();

    public ControllerMachine Machine { get; } =
        new(EmptyCluster, topics: [], Rules, new ControllerOptions());

    public List<ControllerRecord> Records { get; } = [];

    public static ClusterState EmptyCluster { get; } = new(
        ClusterId,
        new ControllerEpoch(1),
        MetadataVersion: 1,
        LastBrokerEpoch: new BrokerEpoch(0),
        ImmutableSortedDictionary<int, BrokerState>.Empty,
        [],
        ImmutableSortedDictionary<string, string>.Empty,
        new ProducerId(0));

    public static BrokerId B(int id) => new(id);

    public static ImmutableArray<BrokerId> Bs(params int[] ids) => [.. ids.Select(id => new BrokerId(id))];

    public static Guid GuidOf(int value) => new(value, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);

    /// <summary>Stores the decision, if it was taken; its answer.</summary>
    public Result<TResponse> Do<TResponse>(ControllerDecision<TResponse> decision)
    {
        Records.AddRange(decision.Records);
        Machine.Commit(decision.Records);
        return decision.Response;
    }

    public BrokerState Broker(int id) => Machine.Cluster.Brokers[id];

    public Result<RegisteredBroker> Register(
        int id,
        bool isUnclean = false,
        string? rack = null,
        int disk = 0,
        string clusterId = ClusterId,
        long known = 0) =>
        Do(Machine.RegisterBroker(new(
            clusterId,
            B(id),
            new DirectoryId(GuidOf((disk * 1000) + id)),
            rack,
            [new BrokerListener("PLAINTEXT", "localhost", 9092 + id)],
            isUnclean,
            known)));

    public bool Unfence(int id) =>
        Do(Machine.BrokerCaughtUp(B(id), Broker(id).Epoch, Machine.Cluster.MetadataVersion)).Value;

    public void Start(int id, bool isUnclean = false, string? rack = null, int disk = 0)
    {
        Register(id, isUnclean, rack, disk);
        Unfence(id);
    }

    public void Fail(int id) => Do(Machine.BrokerFailed(B(id), Broker(id).Epoch));

    public Result<int> ShutDown(int id) => Do(Machine.ShutDownBroker(B(id), Broker(id).Epoch));

    /// <summary>A topic with one partition on these brokers.</summary>
    public TopicIdPartition Topic(int[] replicas, params (string Key, string Value)[] configs) =>
        Topic([replicas], configs);

    public TopicIdPartition Topic(int[][] partitions, params (string Key, string Value)[] configs)
    {
        var assignment = partitions
            .Select((replicas, index) => KeyValuePair.Create(index, Bs(replicas)))
            .ToImmutableSortedDictionary();
        return Create($"topic-{_topicCount}", -1, -1, assignment, configs).Value is { } topic
            ? new(topic.Id, 0)
            : default;
    }

    public Result<TopicState> Create(
        string name,
        int partitions = 1,
        int replicationFactor = 1,
        ImmutableSortedDictionary<int, ImmutableArray<BrokerId>>? assignment = null,
        (string Key, string Value)[]? configs = null,
        bool isValidateOnly = false)
    {
        var settings = (configs ?? []).ToImmutableSortedDictionary(config => config.Key, config => config.Value);
        var command = new CreateTopic(
            name, partitions, replicationFactor, assignment, settings, IsValidateOnly: isValidateOnly);
        return Do(Machine.CreateTopic(command, new TopicId(GuidOf(++_topicCount)), _random));
    }

    public PartitionState Partition(TopicIdPartition partition) => Machine.FindPartition(partition)!;

    /// <summary>What the leader of the partition would propose now.</summary>
    public AlterPartition Proposal(TopicIdPartition partition, params int[] isr)
    {
        var state = Partition(partition);
        return new(
            partition,
            state.Leader,
            Broker(state.Leader.Value).Epoch,
            state.LeaderEpoch,
            state.PartitionEpoch,
            [.. isr.Select(id => new IsrMember(B(id), Broker(id).Epoch))],
            IsRecovered: false);
    }

    public AlterPartitionReply Propose(AlterPartition proposal) => Do(Machine.AlterPartition(proposal)).Value;

    public AlterPartitionReply Propose(TopicIdPartition partition, params int[] isr) =>
        Propose(Proposal(partition, isr));
}

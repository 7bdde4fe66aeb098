using System.Collections.Immutable;
using Cloud.Core.Controller;
using Cloud.Core.Controller.Brokers;
using Cloud.Core.Controller.Configs;
using Cloud.Core.Controller.Elections;
using Cloud.Core.Controller.Messages;
using Cloud.Core.Controller.Reassignment;
using Cloud.Core.Controller.State;
using Cloud.Core.Controller.Topics;
using Cloud.Protocol;

namespace Cloud.Unit.Controller;

/// <summary>Draws commands that make sense now and then: most of what happens to a cluster, in any order.</summary>
internal sealed class RandomCommands(ControllerMachine machine, Random random, int firstTopic = 0)
{
    public const int BrokerCount = 6;

    private int _topicCount = firstTopic;
    private AlterPartition? _lastProposal;

    /// <summary>Whose records may be gone with the last command.</summary>
    public BrokerId LostDisk { get; private set; }

    /// <summary>The same, of what was in the page cache only.</summary>
    public BrokerId LostCache { get; private set; }

    /// <summary>The proposals that the last command commits: their members have caught up.</summary>
    public List<AlterPartition> Accepted { get; } = [];

    /// <summary>What the next command would change.</summary>
    public ImmutableArray<ControllerRecord> Next()
    {
        LostDisk = BrokerId.None;
        LostCache = BrokerId.None;
        Accepted.Clear();
        var broker = new BrokerId(1 + random.Next(BrokerCount));
        var epoch = machine.Cluster.Brokers.GetValueOrDefault(broker.Value)?.Epoch ?? BrokerEpoch.None;
        return random.Next(24) switch
        {
            0 or 1 => Register(broker),
            2 or 3 or 4 or 5 => machine.BrokerCaughtUp(broker, epoch, machine.Cluster.MetadataVersion).Records,
            6 => machine.BrokerFailed(broker, epoch).Records,
            7 => machine.ShutDownBroker(broker, epoch).Records,
            8 => random.Next(3) == 0 ? machine.DrainBroker(broker).Records : machine.UndrainBroker(broker).Records,
            9 => machine.MoveReplicasOff(broker, partitionsMax: 2, random).Records,
            10 or 18 => Create(),
            11 => random.Next(4) == 0 ? Delete() : machine.AllocateProducerIds(broker, epoch).Records,
            12 => machine.ElectLeaders(Kind(), partitions: null).Records,
            13 => Configure(),
            14 => Reassign(),
            15 => machine.UnregisterBroker(broker).Records,
            16 => Grow(),
            17 => machine.LogsDeleted(broker, epoch, machine.Cluster.RemovedTopics.Keys).Records,
            19 => ProposeSome(),
            _ => NextProposal() is { } proposal ? Propose(proposal) : [],
        };
    }

    private ImmutableArray<ControllerRecord> Register(BrokerId broker)
    {
        var former = machine.Cluster.Brokers.GetValueOrDefault(broker.Value);
        if (former is not null && random.Next(3) != 0)
        {
            return [];
        }

        var registration = Registration(broker);
        LostDisk = registration.DirectoryId != former?.DirectoryId ? broker : BrokerId.None;
        LostCache = registration.IsUncleanStart ? broker : BrokerId.None;
        return machine.RegisterBroker(registration).Records;
    }

    private ImmutableArray<ControllerRecord> Create() => machine.Topics.Count > 6
        ? []
        : machine.CreateTopic(Topic(), new TopicId(TestCluster.GuidOf(++_topicCount)), random).Records;

    private RegisterBroker Registration(BrokerId broker) => new(
        TestCluster.ClusterId,
        broker,
        new DirectoryId(TestCluster.GuidOf((random.Next(10) == 0 ? 1000 : 0) + broker.Value)),
        Rack: $"rack-{broker.Value % 3}",
        [new BrokerListener("PLAINTEXT", "localhost", 9092)],
        IsUncleanStart: random.Next(3) == 0);

    private CreateTopic Topic() => new(
        $"topic-{_topicCount}",
        1 + random.Next(4),
        1 + random.Next(4),
        Assignment: null,
        ImmutableSortedDictionary<string, string>.Empty
            .Add("min.insync.replicas", $"{1 + random.Next(3)}")
            .Add("write.caching", random.Next(2) == 0 ? "true" : "false")
            .Add("unclean.leader.election.enable", random.Next(6) == 0 ? "true" : "false"));

    private TopicState? AnyTopic() =>
        machine.Topics.Count == 0 ? null : machine.Topics.ElementAt(random.Next(machine.Topics.Count));

    private ElectionKind Kind() => random.Next(4) == 0 ? ElectionKind.Unclean : ElectionKind.Preferred;

    private ImmutableArray<ControllerRecord> Delete() =>
        AnyTopic() is { } topic ? machine.DeleteTopic(topic.Id).Records : [];

    private ImmutableArray<ControllerRecord> Configure()
    {
        ImmutableArray<ConfigOperation> operations =
            [new("min.insync.replicas", ConfigOperationKind.Set, $"{1 + random.Next(3)}")];
        return AnyTopic() is { } topic && random.Next(2) == 0
            ? machine.AlterTopicConfigs(topic.Name, operations).Records
            : machine.AlterDefaultConfigs(operations).Records;
    }

    private ImmutableArray<ControllerRecord> Reassign()
    {
        if (AnyTopic() is not { } topic)
        {
            return [];
        }

        var replicas = machine.Cluster.Brokers.Values
            .OrderBy(_ => random.Next())
            .Take(1 + random.Next(3))
            .Select(broker => broker.Id)
            .ToImmutableArray();
        var partition = new TopicPartition(topic.Name, random.Next(topic.Partitions.Length));
        var target = new ReassignmentTarget(partition, random.Next(3) == 0 ? null : replicas);
        return machine.AlterReassignments([target]).Records;
    }

    private ImmutableArray<ControllerRecord> Grow() =>
        AnyTopic() is { Partitions.Length: < 6 } topic
            ? machine.AddPartitions(new(topic.Name, topic.Partitions.Length + 1, Assignments: null), random).Records
            : [];

    private AlterPartition? NextProposal()
    {
        // Once in a while an old one comes again, or late.
        if (_lastProposal is not null && random.Next(5) == 0)
        {
            return _lastProposal;
        }

        if (AnyTopic() is not { } topic)
        {
            return null;
        }

        var partition = topic.Partitions[random.Next(topic.Partitions.Length)];
        if (machine.Cluster.Brokers.GetValueOrDefault(partition.Leader.Value) is not { } leader)
        {
            return null;
        }

        var isr = partition.Replicas
            .Where(replica => replica == partition.Leader
                || random.Next(10) == 0
                || (IsActive(replica) && random.Next(4) != 0))
            .Select(replica => new IsrMember(
                replica, machine.Cluster.Brokers.GetValueOrDefault(replica.Value)?.Epoch ?? BrokerEpoch.None));
        return _lastProposal = new(
            new(topic.Id, partition.Index),
            partition.Leader,
            leader.Epoch,
            partition.LeaderEpoch,
            partition.PartitionEpoch,
            [.. isr],
            IsRecovered: random.Next(2) == 0);
    }

    private ImmutableArray<ControllerRecord> Propose(AlterPartition proposal)
    {
        var decision = machine.AlterPartition(proposal);
        if (!decision.Records.IsEmpty)
        {
            Accepted.Add(proposal);
        }

        return decision.Records;
    }

    private ImmutableArray<ControllerRecord> ProposeSome()
    {
        var proposals = Enumerable.Range(0, 8).Select(_ => NextProposal()).OfType<AlterPartition>().ToImmutableArray();
        var decision = machine.AlterPartitions(proposals);
        foreach (var (proposal, reply) in proposals.Zip(decision.Response.Value))
        {
            var isNews = reply.Committed?.PartitionEpoch != machine.FindPartition(proposal.Partition)?.PartitionEpoch;
            if (reply.Outcome is AlterPartitionOutcome.Committed && isNews)
            {
                Accepted.Add(proposal);
            }
        }

        return decision.Records;
    }

    private bool IsActive(BrokerId broker) =>
        machine.Cluster.Brokers.GetValueOrDefault(broker.Value)?.Condition is BrokerConditionKind.Active;
}

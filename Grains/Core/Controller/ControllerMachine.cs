using System.Collections.Immutable;
using Cloud.Core.Controller.Brokers;
using Cloud.Core.Controller.Configs;
using Cloud.Core.Controller.Elections;
using Cloud.Core.Controller.Isr;
using Cloud.Core.Controller.Messages;
using Cloud.Core.Controller.Metadata;
using Cloud.Core.Controller.Producers;
using Cloud.Core.Controller.Reassignment;
using Cloud.Core.Controller.State;
using Cloud.Core.Controller.Topics;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Core.Controller;

/// <summary>
/// The controller: decides about brokers, topics and partitions. A command reads what is committed and answers what is
/// to be stored; <see cref="Replay"/> alone changes anything, after storing, on recovery and in the simulator. One
/// decision is in flight at a time: the next command comes after the records of the last were replayed. See DESIGN.md.
/// </summary>
public sealed class ControllerMachine
{
    private readonly ControllerState _state;
    private readonly ITopicRules _rules;
    private readonly ControllerOptions _options;

    public ControllerMachine(
        ClusterState cluster, IEnumerable<TopicState> topics, ITopicRules rules, ControllerOptions options)
    {
        _state = new(cluster);
        _rules = rules;
        _options = options;
        foreach (var topic in topics)
        {
            Invariant.Holds(cluster.TopicIds.Contains(topic.Id));
            _state.Replay(new ControllerRecord.TopicChanged(topic));
        }

        Invariant.Holds(_state.Topics.Count == cluster.TopicIds.Count);
    }

    public ClusterState Cluster => _state.Cluster;

    public IReadOnlyCollection<TopicState> Topics => _state.Topics;

    private DecisionDraft NewDraft => new(_state, _rules);

    public TopicState? FindTopic(TopicId id) => _state.Find(id);

    public TopicState? FindTopic(string name) => _state.Find(name);

    public PartitionState? FindPartition(TopicIdPartition partition) => _state.Find(partition);

    public BrokerLoad LoadOf(BrokerId broker) => BrokerLoad.Of(broker, _state);

    /// <summary>The only thing that changes the machine.</summary>
    public void Replay(ControllerRecord record) => _state.Replay(record);

    /// <summary>
    /// Replays a whole decision, once it is stored; what the silos are to be told of it. Null for no records.
    /// </summary>
    public MetadataDelta? Commit(ImmutableArray<ControllerRecord> records)
    {
        if (records.IsEmpty)
        {
            return null;
        }

        var delta = DeltaOf(records);
        foreach (var record in records)
        {
            Replay(record);
        }

        return delta;
    }

    /// <summary>What a decision changes for the silos. To be asked before its records are replayed.</summary>
    public MetadataDelta DeltaOf(ImmutableArray<ControllerRecord> records) => MetadataDeltas.Of(records, Cluster);

    /// <summary>Everything a silo needs, as a delta from nothing.</summary>
    public MetadataDelta Snapshot() => MetadataDeltas.Snapshot(_state);

    /// <summary>Begins a new life of a broker; it is fenced until <see cref="BrokerCaughtUp"/>.</summary>
    public ControllerDecision<RegisteredBroker> RegisterBroker(RegisterBroker command) =>
        BrokerRegistration.Register(command, _state, NewDraft);

    /// <summary>A broker says how far it has the metadata. True when it is in service.</summary>
    public ControllerDecision<bool> BrokerCaughtUp(BrokerId broker, BrokerEpoch epoch, long metadataVersion) =>
        BrokerLife.CaughtUp(broker, epoch, metadataVersion, _state, NewDraft);

    /// <summary>The silo of this life of the broker is gone. True when this was news.</summary>
    public ControllerDecision<bool> BrokerFailed(BrokerId broker, BrokerEpoch epoch) =>
        BrokerLife.Failed(broker, epoch, _state, NewDraft);

    /// <summary>
    /// Begins a controlled shutdown; how many partitions the broker still leads that another may take over soon.
    /// </summary>
    public ControllerDecision<int> ShutDownBroker(BrokerId broker, BrokerEpoch epoch) =>
        BrokerLife.ShutDown(broker, epoch, _state, NewDraft);

    public ControllerDecision<bool> UnregisterBroker(BrokerId broker) =>
        BrokerLife.Unregister(broker, _state, NewDraft);

    /// <summary>A broker has deleted the logs of removed topics: their record may be forgotten.</summary>
    /// <param name="knownMetadataVersion">
    /// What the broker has seen. A controller that is behind it was deposed: it knows nothing of these deletions, and
    /// its word that they are forgotten would keep their record for ever.
    /// </param>
    public ControllerDecision<bool> LogsDeleted(
        BrokerId broker, BrokerEpoch epoch, IEnumerable<TopicId> topics, long knownMetadataVersion = 0) =>
        knownMetadataVersion > Cluster.MetadataVersion
            ? ControllerDecision<bool>.Refuse(KafkaError.NotController, "This controller was deposed.")
            : BrokerLife.LogsDeleted(broker, epoch, topics, _state, NewDraft);

    public ControllerDecision<AlterPartitionReply> AlterPartition(AlterPartition proposal) =>
        IsrProposal.Decide(proposal, NewDraft);

    /// <summary>Many proposals as one decision, as if one came after the other. Replies are in their order.</summary>
    public ControllerDecision<ImmutableArray<AlterPartitionReply>> AlterPartitions(
        ImmutableArray<AlterPartition> proposals) => IsrProposal.DecideAll(proposals, NewDraft);

    /// <summary>A replica cannot lead on, or its log has failed. True when something was changed.</summary>
    public ControllerDecision<bool> ReplicaTroubled(ReplicaTrouble report) =>
        TroubledReplica.Decide(report, _state, NewDraft);

    /// <param name="newId">The topic's identity, should it be created.</param>
    /// <param name="random">Decides between brokers that are equally good.</param>
    public ControllerDecision<TopicState> CreateTopic(CreateTopic command, TopicId newId, Random random) =>
        new TopicCreation(_state, NewDraft, _rules, _options).Create(command, newId, random);

    public ControllerDecision<TopicState> AddPartitions(AddPartitions command, Random random) =>
        new TopicGrowth(_state, NewDraft, _options).Add(command, random);

    public ControllerDecision<TopicState> DeleteTopic(TopicId id) => TopicDeletion.Delete(id, _state, NewDraft);

    /// <summary>Incremental changes; the answer is what is set afterwards.</summary>
    public ControllerDecision<ImmutableSortedDictionary<string, string>> AlterTopicConfigs(
        string topic, ImmutableArray<ConfigOperation> operations, bool isValidateOnly = false) =>
        new ConfigChanges(_state, NewDraft, _rules).AlterTopic(topic, operations, isValidateOnly);

    /// <summary>What is not named goes back to its default.</summary>
    public ControllerDecision<ImmutableSortedDictionary<string, string>> ReplaceTopicConfigs(
        string topic, ImmutableSortedDictionary<string, string> configs, bool isValidateOnly = false) =>
        new ConfigChanges(_state, NewDraft, _rules).ReplaceTopic(topic, configs, isValidateOnly);

    public ControllerDecision<ImmutableSortedDictionary<string, string>> AlterDefaultConfigs(
        ImmutableArray<ConfigOperation> operations, bool isValidateOnly = false) =>
        new ConfigChanges(_state, NewDraft, _rules).AlterDefaults(operations, isValidateOnly);

    /// <summary>What is not named goes back to what the brokers have.</summary>
    public ControllerDecision<ImmutableSortedDictionary<string, string>> ReplaceDefaultConfigs(
        ImmutableSortedDictionary<string, string> configs, bool isValidateOnly = false) =>
        new ConfigChanges(_state, NewDraft, _rules).SetDefaults(configs, isValidateOnly);

    /// <param name="partitions">Null for all: then those that need no election are left out of the answer.</param>
    public ControllerDecision<ImmutableArray<PartitionOutcome>> ElectLeaders(
        ElectionKind kind, ImmutableArray<TopicPartition>? partitions) =>
        new LeaderElections(_state, NewDraft).Elect(kind, partitions);

    /// <summary>
    /// Leadership goes back to preferred replicas, for so many partitions at most; for how many it did.
    /// </summary>
    public ControllerDecision<int> BalanceLeaders(int electionsMax) =>
        new LeaderElections(_state, NewDraft).Balance(electionsMax);

    public ControllerDecision<ImmutableArray<PartitionOutcome>> AlterReassignments(
        ImmutableArray<ReassignmentTarget> targets, bool mayChangeReplicationFactor = true) =>
        new Reassignments(_state, NewDraft).Alter(targets, mayChangeReplicationFactor);

    /// <param name="partitions">Null for all.</param>
    public ImmutableArray<OngoingReassignment> ListReassignments(
        IReadOnlyCollection<TopicPartition>? partitions = null) => Reassignments.List(_state, partitions);

    /// <summary>The broker gets nothing new, and leads no more where others can.</summary>
    public ControllerDecision<bool> DrainBroker(BrokerId broker) =>
        new BrokerDrain(_state, NewDraft).Mark(broker, isDraining: true);

    public ControllerDecision<bool> UndrainBroker(BrokerId broker) =>
        new BrokerDrain(_state, NewDraft).Mark(broker, isDraining: false);

    /// <summary>Starts to move some more replicas off a broker that is being drained.</summary>
    public ControllerDecision<DrainProgress> MoveReplicasOff(BrokerId broker, int partitionsMax, Random random) =>
        new BrokerDrain(_state, NewDraft).Move(broker, partitionsMax, random);

    public ControllerDecision<ProducerIdBlock> AllocateProducerIds(BrokerId broker, BrokerEpoch epoch) =>
        ProducerIds.Allocate(broker, epoch, _state, NewDraft);

    /// <summary>Brings partitions in line with the brokers: what a predecessor began and did not end.</summary>
    public ControllerDecision<bool> Settle()
    {
        var draft = NewDraft;
        draft.ChangePartitions(partition => new PartitionChange(partition));
        return draft.Answer(true);
    }
}

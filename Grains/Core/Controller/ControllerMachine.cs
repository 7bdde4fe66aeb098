using System.Collections.Immutable;
using Cloud.Core.Controller.Brokers;
using Cloud.Core.Controller.Isr;
using Cloud.Core.Controller.Messages;
using Cloud.Core.Controller.Metadata;
using Cloud.Core.Controller.State;
using Cloud.Core.Controller.Topics;
using Cloud.Protocol;

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

    /// <summary>Begins a controlled shutdown; how many partitions the broker still leads for lack of others.</summary>
    public ControllerDecision<int> ShutDownBroker(BrokerId broker, BrokerEpoch epoch) =>
        BrokerLife.ShutDown(broker, epoch, _state, NewDraft);

    public ControllerDecision<bool> UnregisterBroker(BrokerId broker) =>
        BrokerLife.Unregister(broker, _state, NewDraft);

    /// <summary>A broker has deleted the logs of removed topics: their record may be forgotten.</summary>
    public ControllerDecision<bool> LogsDeleted(BrokerId broker, BrokerEpoch epoch, IEnumerable<TopicId> topics) =>
        BrokerLife.LogsDeleted(broker, epoch, topics, _state, NewDraft);

    public ControllerDecision<AlterPartitionReply> AlterPartition(AlterPartition proposal) =>
        IsrProposal.Decide(proposal, _state, NewDraft);

    /// <param name="newId">The topic's identity, should it be created.</param>
    /// <param name="random">Decides between brokers that are equally good.</param>
    public ControllerDecision<TopicState> CreateTopic(CreateTopic command, TopicId newId, Random random) =>
        new TopicCreation(_state, NewDraft, _rules, _options).Create(command, newId, random);

    public ControllerDecision<TopicState> AddPartitions(AddPartitions command, Random random) =>
        new TopicGrowth(_state, NewDraft, _options).Add(command, random);

    public ControllerDecision<TopicState> DeleteTopic(TopicId id) => TopicDeletion.Delete(id, _state, NewDraft);
}

using System.Collections.Immutable;
using Cloud.Core.Controller;
using Cloud.Core.Controller.Documents;
using Cloud.Core.Controller.Elections;
using Cloud.Core.Controller.Hosting;
using Cloud.Core.Controller.State;
using Cloud.Grains.Brokers;
using Cloud.Grains.Interfaces.Controller;
using Cloud.Grains.Interfaces.Metadata;
using Cloud.Grains.Metadata;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Orleans.Concurrency;

namespace Cloud.Grains.Controller;

/// <summary>
/// The controller's doorway. Activation takes over from whoever was the controller before; a decision that cannot be
/// stored ends it, and the next call activates another one.
/// </summary>
[Reentrant, KeepAlive]
internal sealed class ControllerGrain(
    IControllerStore store,
    IBrokerLink brokers,
    ITopicRules rules,
    ControllerOptions options,
    BrokerIdentity identity,
    IClusterMembershipService membership,
    TimeProvider clock,
    BrokerLog log) : Grain, IControllerGrain, IClusterAdminGrain
{
    // A change of the membership is told at once; this is for what could not be done then.
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(5);

    private ControllerHost? _host;

    private ControllerHost Host => _host ?? throw new OrleansException("The controller is not up.");

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _host = await ControllerHost.TakeOver(
            store, identity.ClusterId, rules, options, machine => new MetadataPublisher(machine, brokers, clock));
        var cluster = _host.Machine.Cluster;
        log.ControllerStarted(cluster.ControllerEpoch, _host.Machine.Topics.Count, cluster.Brokers.Count);
        this.RegisterGrainTimer(
            static (grain, _) => grain.Check(), this, new(CheckInterval, CheckInterval) { Interleave = true });
        if (options.IsLeaderBalanceEnabled)
        {
            var interval = options.LeaderBalanceInterval;
            this.RegisterGrainTimer(
                static (grain, _) => grain.BalanceLeaders(), this, new(interval, interval) { Interleave = true });
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _host?.Dispose();
        return Task.CompletedTask;
    }

    public async Task<RegistrationAnswer> RegisterBroker(BrokerRegistration registration)
    {
        // Who registers is a member: not to know it yet would be taken for its death.
        await membership.Refresh(registration.MembershipVersion);
        var command = registration.ToCommand();
        return (await Decide(machine => machine.RegisterBroker(command))).ToAnswer();
    }

    public async Task<ShutdownAnswer> ShutDownBroker(int brokerId, long brokerEpoch) =>
        (await Decide(machine => machine.ShutDownBroker(new(brokerId), new(brokerEpoch)))).ToAnswer();

    public async Task<ControllerAnswer> LogsDeleted(
        int brokerId, long brokerEpoch, ImmutableArray<Guid> topicIds, long knownMetadataVersion)
    {
        var topics = topicIds.Select(id => new TopicId(id)).ToArray();
        return (await Decide(machine =>
            machine.LogsDeleted(new(brokerId), new(brokerEpoch), topics, knownMetadataVersion))).ToAnswer<bool>();
    }

    public async Task<IsrAnswer> AlterPartition(IsrProposal proposal)
    {
        var command = proposal.ToCommand();
        return (await Answering(host => host.AlterPartition(command))).ToAnswer();
    }

    public async Task<ControllerAnswer> ReplicaTroubled(TroubleReport report)
    {
        var command = report.ToCommand();
        return (await Decide(machine => machine.ReplicaTroubled(command))).ToAnswer<bool>();
    }

    public async Task MembershipChanged(MembershipVersion version)
    {
        await membership.Refresh(version);
        await Check();
    }

    public async Task<TopicAnswer> CreateTopic(NewTopic topic)
    {
        var (command, id) = (topic.ToCommand(), new TopicId(Guid.NewGuid()));
        return (await Decide(machine => machine.CreateTopic(command, id, Random.Shared))).ToAnswer();
    }

    public async Task<ControllerAnswer> DeleteTopic(Guid topicId) =>
        (await Decide(machine => machine.DeleteTopic(new(topicId)))).ToAnswer<TopicState>();

    public async Task<TopicAnswer> AddPartitions(PartitionGrowth growth)
    {
        var command = growth.ToCommand();
        return (await Decide(machine => machine.AddPartitions(command, Random.Shared))).ToAnswer();
    }

    public Task<ImmutableArray<TopicMetadata>> DescribeTopics(ImmutableArray<string> names)
    {
        var machine = Host.Machine;
        var topics = names.IsEmpty
            ? machine.Topics
            : names.Select(machine.FindTopic).OfType<TopicState>();
        return Task.FromResult(topics.Select(topic => topic.ToMessage()).ToImmutableArray());
    }

    public Task<ImmutableArray<BrokerMetadata>> DescribeBrokers() => Task.FromResult(
        Host.Machine.Cluster.Brokers.Values.Select(broker => broker.ToMessage()).ToImmutableArray());

    public async Task<ConfigAnswer> AlterTopicConfigs(
        string topic, ImmutableArray<ConfigChange> changes, bool isValidateOnly)
    {
        var operations = changes.ToCommand();
        return (await Decide(machine => machine.AlterTopicConfigs(topic, operations, isValidateOnly))).ToAnswer();
    }

    public async Task<ConfigAnswer> ReplaceTopicConfigs(
        string topic, ImmutableSortedDictionary<string, string> configs, bool isValidateOnly) =>
        (await Decide(machine => machine.ReplaceTopicConfigs(topic, configs, isValidateOnly))).ToAnswer();

    public async Task<ConfigAnswer> AlterDefaultConfigs(ImmutableArray<ConfigChange> changes, bool isValidateOnly)
    {
        var operations = changes.ToCommand();
        return (await Decide(machine => machine.AlterDefaultConfigs(operations, isValidateOnly))).ToAnswer();
    }

    public async Task<ConfigAnswer> ReplaceDefaultConfigs(
        ImmutableSortedDictionary<string, string> configs, bool isValidateOnly) =>
        (await Decide(machine => machine.ReplaceDefaultConfigs(configs, isValidateOnly))).ToAnswer();

    public async Task<ImmutableArray<PartitionAnswer>> ElectLeaders(
        bool isUnclean, ImmutableArray<TopicPartitionName> partitions)
    {
        var kind = isUnclean ? ElectionKind.Unclean : ElectionKind.Preferred;
        ImmutableArray<TopicPartition>? chosen =
            partitions.IsEmpty ? null : [.. partitions.Select(partition => partition.ToPartition())];
        return (await Decide(machine => machine.ElectLeaders(kind, chosen))).Value.ToAnswers();
    }

    public async Task<ImmutableArray<PartitionAnswer>> AlterReassignments(
        ImmutableArray<ReassignmentChange> changes, bool mayChangeReplicationFactor)
    {
        var targets = changes.ToCommand();
        return (await Decide(machine => machine.AlterReassignments(targets, mayChangeReplicationFactor)))
            .Value.ToAnswers();
    }

    public Task<ImmutableArray<OngoingMove>> ListReassignments(ImmutableArray<TopicPartitionName> partitions)
    {
        var chosen = partitions.IsEmpty ? null : partitions.Select(partition => partition.ToPartition()).ToHashSet();
        return Task.FromResult(
            Host.Machine.ListReassignments(chosen).Select(move => move.ToMessage()).ToImmutableArray());
    }

    public async Task<ControllerAnswer> DrainBroker(int brokerId, bool isDraining) =>
        (await Decide(machine => isDraining
            ? machine.DrainBroker(new(brokerId))
            : machine.UndrainBroker(new(brokerId)))).ToAnswer<bool>();

    public async Task<DrainAnswer> MoveReplicasOff(int brokerId, int partitionsMax) =>
        (await Decide(machine => machine.MoveReplicasOff(new(brokerId), partitionsMax, Random.Shared))).ToAnswer();

    public async Task<ControllerAnswer> UnregisterBroker(int brokerId) =>
        (await Decide(machine => machine.UnregisterBroker(new(brokerId)))).ToAnswer<bool>();

    public async Task<ProducerIdAnswer> AllocateProducerIds(int brokerId, long brokerEpoch)
    {
        var result = await Decide(machine => machine.AllocateProducerIds(new(brokerId), new(brokerEpoch)));
        return result.IsOk
            ? new(KafkaError.None, null, result.Value.First.Value, result.Value.Count)
            : new(result.Error, result.Message, -1, 0);
    }

    private Task<Result<T>> Decide<T>(Func<ControllerMachine, ControllerDecision<T>> command) =>
        Answering(host => host.Decide(command));

    private async Task<T> Answering<T>(Func<ControllerHost, Task<T>> ask)
    {
        try
        {
            return await ask(Host);
        }
        catch (ControllerDeposedException error)
        {
            StepDown();
            throw new OrleansException(error.Message, error);
        }
    }

    private async Task Check()
    {
        if (Host.IsDeposed)
        {
            StepDown();
            return;
        }

        foreach (var broker in ControllerMembers.Gone(Host.Machine, membership.CurrentSnapshot))
        {
            if (broker.Condition is BrokerConditionKind.ShuttingDown)
            {
                log.BrokerLeft(broker.Id);
            }
            else
            {
                log.BrokerFailed(broker.Id);
            }

            await Decide(machine => machine.BrokerFailed(broker.Id, broker.Epoch));
        }
    }

    private Task BalanceLeaders() =>
        Decide(machine => machine.BalanceLeaders(options.LeaderBalanceElectionsMax));

    private void StepDown()
    {
        log.ControllerDeposed();
        DeactivateOnIdle();
    }
}

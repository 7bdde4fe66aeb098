using System.Collections.Immutable;
using Cloud.Core.Controller;
using Cloud.Core.Controller.Messages;
using Cloud.Core.Controller.State;
using Cloud.Protocol;

namespace Cloud.Unit.Partitions;

/// <summary>
/// Commits what it is told and what leaders propose, by compare-and-swap. One topic of one partition.
/// </summary>
internal sealed class TestController : IControllerLink
{
    private readonly Dictionary<BrokerId, BrokerState> _brokers = [];
    private long _version;

    public TestController(string topic, int[] replicas, ImmutableSortedDictionary<string, string> configs)
    {
        var brokers = replicas.Select(id => new BrokerId(id)).ToImmutableArray();
        Topic = new(new(new Guid(7, 7, 7, new byte[8])), topic, IsInternal: false, configs,
        [
            new(0, brokers, brokers[0], new(0), new(0), brokers, [], BrokerId.None, false, [], []),
        ]);
    }

    public TopicState Topic { get; private set; }

    /// <summary>Cluster-wide, by broker keys.</summary>
    public ImmutableSortedDictionary<string, string> Defaults { get; set; } =
        ImmutableSortedDictionary<string, string>.Empty;

    public PartitionState Partition => Topic.Partitions[0];

    public List<AlterPartition> Proposals { get; } = [];

    /// <summary>What becomes of a proposal instead of being looked at.</summary>
    public Func<AlterPartition, AlterPartitionOutcome?> Overrule { get; set; } = _ => null;

    /// <summary>The proposal is committed but the answer gets lost.</summary>
    public bool LosesAnswers { get; set; }

    /// <summary>Proposals are not looked at and not answered.</summary>
    public bool IsSilent { get; set; }

    public Task<AlterPartitionReply> AlterPartition(AlterPartition proposal)
    {
        Proposals.Add(proposal);
        if (IsSilent)
        {
            return new TaskCompletionSource<AlterPartitionReply>().Task;
        }

        var outcome = Overrule(proposal) ?? Check(proposal);
        if (outcome is AlterPartitionOutcome.Committed)
        {
            Commit(state => state with
            {
                Isr = [.. proposal.NewIsr.Select(member => member.Broker)],
                IsRecovering = state.IsRecovering && !proposal.IsRecovered,
            });
        }

        return LosesAnswers
            ? Task.FromException<AlterPartitionReply>(new TimeoutException("no answer"))
            : Task.FromResult(new AlterPartitionReply(outcome, Partition));
    }

    public void Commit(Func<PartitionState, PartitionState> change)
    {
        var next = change(Partition) with { PartitionEpoch = Partition.PartitionEpoch.Next() };
        Topic = Topic with { Partitions = [next] };
        _version++;
    }

    public void Elect(int leader, params int[] isr) => Commit(state => state with
    {
        Leader = new(leader),
        LeaderEpoch = state.LeaderEpoch.Next(),
        Isr = [.. isr.Select(id => new BrokerId(id))],
    });

    /// <param name="value">Null: as the cluster has it.</param>
    public void Configure(string key, string? value)
    {
        Topic = Topic with
        {
            Configs = value is null ? Topic.Configs.Remove(key) : Topic.Configs.SetItem(key, value),
        };
        _version++;
    }

    public void Register(int broker, int epoch, BrokerConditionKind condition = BrokerConditionKind.Active)
    {
        _brokers[new(broker)] = new(new(broker), new(epoch), new(Guid.Empty), null, [], condition, false);
        _version++;
    }

    public MetadataDelta Snapshot(params TopicId[] removed) => new(
        new(1), 0, ++_version, [.. _brokers.Values], removed.Contains(Topic.Id) ? [] : [Topic], [.. removed])
    {
        DefaultConfigs = Defaults,
    };

    private AlterPartitionOutcome Check(AlterPartition proposal) =>
        proposal.LeaderEpoch < Partition.LeaderEpoch ? AlterPartitionOutcome.FencedLeaderEpoch
        : proposal.PartitionEpoch != Partition.PartitionEpoch ? AlterPartitionOutcome.InvalidUpdateVersion
        : proposal.NewIsr.Any(IsIneligible) ? AlterPartitionOutcome.IneligibleReplica
        : AlterPartitionOutcome.Committed;

    private bool IsIneligible(IsrMember member) =>
        _brokers[member.Broker] is var broker
        && (broker.Condition is not BrokerConditionKind.Active || broker.Epoch != member.Epoch);
}

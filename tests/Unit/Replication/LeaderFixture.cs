using System.Collections.Immutable;
using Cloud.Core.Controller.Messages;
using Cloud.Core.Controller.State;
using Cloud.Core.Replication.Leading;
using Cloud.Core.Replication.Messages;
using Cloud.Protocol;

namespace Cloud.Unit.Replication;

/// <summary>A leader, broker 1, and the words in which its stories are told. Offsets start at 10.</summary>
internal sealed class LeaderFixture
{
    private readonly LeaderMachine _machine;
    private readonly Offset _start;
    private long _now;

    public LeaderFixture(int[]? isr = null, int minIsr = 2, long start = 10, long highWatermark = 10)
    {
        _start = new(start);
        var state = new PartitionState(
            0, Ids(1, 2, 3), new(1), new(7), new(20), Ids(isr ?? [1, 2, 3]), [], BrokerId.None, false, [], []);
        var term = new LeaderTerm(
            new(TopicId.None, 0), new(1), new(101), state, _start, new(highWatermark));
        _machine = new(term, new(minIsr, IsWriteCaching: false), new(), StoryRules.Current, new(0));
        Registers(2, 102);
        Registers(3, 103);
    }

    public List<LeaderEffect> Effects { get; } = [];

    public long HighWatermark => _machine.HighWatermark.Value;

    public LeaderMachine Machine => _machine;

    public AlterPartition LastProposal => Effects.OfType<LeaderEffect.IsrProposed>().Last().Proposal;

    public int ProposalCount => Effects.OfType<LeaderEffect.IsrProposed>().Count();

    public IEnumerable<int> ProposedIsr => LastProposal.NewIsr.Select(member => member.Broker.Value).Order();

    public PartitionState Committed => _machine.Committed;

    public static ImmutableArray<BrokerId> Ids(params int[] ids) => [.. ids.Select(id => new BrokerId(id))];

    public void Registers(int broker, long epoch, BrokerConditionKind condition = BrokerConditionKind.Active) =>
        Step(new LeaderEvent.BrokerSeen(
            new(new(broker), new(epoch), new(Guid.Empty), null, [], condition, false), new(_now)));

    /// <summary>The leader's log ends here, and is on its device up to there.</summary>
    public void LogIs(long end, long? flushed = null)
    {
        Step(new LeaderEvent.Appended(new(end), new(_now)));
        Step(new LeaderEvent.Flushed(new(flushed ?? end), new(_now)));
    }

    public void FollowerIs(int broker, long end, long? flushed = null, long? epoch = null, bool isMatching = true) =>
        Step(new LeaderEvent.FollowerAnswered(
            new(broker),
            new(ReplicaOutcome.Done, new(epoch ?? broker + 100), new(7), Offset.Zero, new(end), new(flushed ?? end)),
            isMatching,
            new(_now),
            new(end),
            new(_now)));

    public void Pass(TimeSpan time)
    {
        _now += (long)time.TotalMilliseconds;
        Step(new LeaderEvent.Ticked(new(_now)));
    }

    public void Commits(PartitionState state) => Step(new LeaderEvent.StateCommitted(state, new(_now)));

    public void Answer(AlterPartitionOutcome outcome, PartitionState? committed) =>
        Step(new LeaderEvent.ProposalAnswered(LastProposal, new(outcome, committed), new(_now)));

    public void NoAnswer() => Step(new LeaderEvent.ProposalUnanswered(LastProposal, new(_now)));

    /// <summary>What the controller commits when it takes the last proposal.</summary>
    public PartitionState StateAsProposed() => Committed with
    {
        Isr = [.. LastProposal.NewIsr.Select(member => member.Broker)],
        PartitionEpoch = LastProposal.PartitionEpoch.Next(),
    };

    public void Step(LeaderEvent input) => _machine.Step(input, Effects);
}

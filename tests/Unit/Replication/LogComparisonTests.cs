using Cloud.Core.Replication;
using Cloud.Core.Replication.Following;
using Cloud.Core.Replication.Leading;
using Cloud.Core.Replication.Messages;
using Cloud.Core.Storage.Epochs;
using Cloud.Protocol;

namespace Cloud.Unit.Replication;

/// <summary>
/// Logs are written as "epoch:start epoch:start …|end". A follower is walked back until both agree; then its log must
/// be a prefix of the leader's, and nothing that both had may be lost.
/// </summary>
public sealed class LogComparisonTests
{
    private const int RoundsMax = 10;

    public static TheoryData<string, string, string, long> Cases => new()
    {
        { "equal logs", "0:0 1:10|20", "0:0 1:10|20", 20 },
        { "the follower is short", "0:0 1:10|20", "0:0|7", 7 },
        { "the follower is empty", "0:0 1:10|20", "|0", 0 },
        { "a: the high watermark was not known", "0:0 1:2|3", "0:0|2", 2 },
        { "b: the old leader has a tail of its own", "0:0 1:5|8", "0:0|9", 5 },
        { "c: an epoch that the leader never had", "0:0 2:5|8", "0:0 1:4|9", 4 },
        { "d: two epochs that the leader never had", "0:0 3:5|8", "0:0 1:4 2:6|9", 4 },
        { "e: the leader has an epoch that the follower lacks", "0:0 1:4 3:6|8", "0:0 2:5|9", 4 },
        { "f: alternating leaders", "0:0 2:10 4:20|30", "0:0 1:8 3:12|40", 8 },
        { "g: an epoch without records at the end", "0:0 2:5|5", "0:0 1:5|5", 5 },
        { "the leader's log begins later", "3:50 4:55|60", "0:0 3:30 4:55|58", 58 },
        { "the follower ends in the leader's first epoch, before its log begins anew", "3:50|60", "0:0 3:30|50", 50 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Follower_is_walked_back_to_where_both_agree(string name, string leader, string follower, long expected)
    {
        var (own, ownEpochs) = Parse(leader);
        var (position, epochs) = Parse(follower);

        for (var round = 0; round < RoundsMax; round++)
        {
            var log = new LeaderLog(own.LogStartOffset, own.LogStartOffset, own.LogEndOffset, ownEpochs);
            switch (LogComparison.Between(log, position))
            {
                case LogComparison.Agrees agrees:
                    Assert.Equal((name, new Offset(expected)), (name, agrees.NextOffset));
                    AssertPrefix(ownEpochs, epochs, agrees.NextOffset, own.LogStartOffset);
                    return;
                case LogComparison.Diverges diverges:
                    position = Cut(position, epochs, diverges);
                    break;
                case var other:
                    Assert.Fail($"{name}: {other}");
                    break;
            }
        }

        Assert.Fail($"{name} does not end");
    }

    [Fact]
    public void Follower_below_the_leaders_first_batch_is_useless()
    {
        var (own, ownEpochs) = Parse("3:50|60");

        var found = LogComparison.Between(
            new(own.LogStartOffset, own.LogStartOffset, own.LogEndOffset, ownEpochs), Parse("0:0|49").Position);

        Assert.IsType<LogComparison.IsUseless>(found);
    }

    // Its tail of epoch 2 may be one that the leader, whose first records were deleted since, never had.
    [Theory]
    [InlineData("0:0 2:30|50")]
    [InlineData("0:0 2:30|55")]
    [InlineData("0:0 2:30|70")]
    public void Follower_without_an_epoch_of_the_leaders_is_useless(string follower)
    {
        var (own, ownEpochs) = Parse("3:50|60");

        var found = LogComparison.Between(
            new(own.LogStartOffset, own.LogStartOffset, own.LogEndOffset, ownEpochs), Parse(follower).Position);

        Assert.IsType<LogComparison.IsUseless>(found);
    }

    [Fact]
    public void Later_epoch_at_the_follower_means_that_the_leader_is_deposed()
    {
        var (own, ownEpochs) = Parse("0:0 3:50|60");

        var found = LogComparison.Between(
            new(Offset.Zero, Offset.Zero, own.LogEndOffset, ownEpochs), Parse("0:0 4:50|55").Position);

        Assert.IsType<LogComparison.IsAhead>(found);
    }

    [Fact]
    public void Truncation_goes_by_epochs_and_not_by_the_high_watermark()
    {
        var (position, epochs) = Parse("0:0 1:8|20");
        var follower = new FollowerMachine(new(5), new(1), new(3), StoryRules.Current);
        var request = new ReplicaRequest.Truncate(
            new(TopicId.None, 0), new(1), new(5), new(1), new(15), position);

        var decision = follower.Decide(request, position, epochs);

        Assert.Equal(new FollowerDecision.CutAt(new(15)), decision);
    }

    [Fact]
    public void Truncation_goes_no_further_than_the_followers_own_epoch()
    {
        // The leader names epoch 2; the follower's last epoch not above it is 1, which ends here at 8.
        var (position, epochs) = Parse("0:0 1:4 3:8|20");
        var follower = new FollowerMachine(new(5), new(1), Offset.Zero, StoryRules.Current);
        var request = new ReplicaRequest.Truncate(
            new(TopicId.None, 0), new(1), new(5), new(2), new(15), position);

        Assert.Equal(new FollowerDecision.CutAt(new(8)), follower.Decide(request, position, epochs));
    }

    [Theory]
    [InlineData(4, 1, ReplicaOutcome.FencedLeaderEpoch)]
    [InlineData(5, 1, ReplicaOutcome.Done)]
    [InlineData(5, 2, ReplicaOutcome.FencedLeaderEpoch)]
    [InlineData(6, 2, ReplicaOutcome.UnknownLeaderEpoch)]
    public void Follower_obeys_the_leader_of_its_epoch_and_nobody_else(int epoch, int leader, ReplicaOutcome expected)
    {
        var (position, epochs) = Parse("0:0|20");
        var follower = new FollowerMachine(new(5), new(1), Offset.Zero, StoryRules.Current);
        var request = new ReplicaRequest.Probe(new(TopicId.None, 0), new(leader), new(epoch));

        Assert.Equal(new FollowerDecision.Answer(expected), follower.Decide(request, position, epochs));
    }

    [Fact]
    public void Follower_serves_no_further_than_its_own_log()
    {
        var follower = new FollowerMachine(new(5), new(1), new(3), StoryRules.Current);

        follower.LearnHighWatermark(leaders: new(50), logEndOffset: new(20));
        follower.LearnHighWatermark(leaders: new(10), logEndOffset: new(20));

        Assert.Equal(new Offset(20), follower.HighWatermark);
    }

    private static LogPosition Cut(LogPosition position, LeaderEpochCache epochs, LogComparison.Diverges diverges)
    {
        var machine = new FollowerMachine(new(99), new(1), Offset.Zero, StoryRules.Current);
        var decision = machine.Decide(
            new ReplicaRequest.Truncate(
                new(TopicId.None, 0), new(1), new(99), diverges.Epoch, diverges.EndOffset, position),
            position,
            epochs);
        var cut = Assert.IsType<FollowerDecision.CutAt>(decision).Offset;
        epochs.TruncateFromEnd(cut);
        return position with { LatestEpoch = epochs.LatestEpoch, LogEndOffset = cut };
    }

    private static void AssertPrefix(LeaderEpochCache leader, LeaderEpochCache follower, Offset end, Offset start)
    {
        for (var offset = start; offset < end; offset = offset.Plus(1))
        {
            Assert.Equal(leader.EpochForOffset(offset), follower.EpochForOffset(offset));
        }
    }

    private static (LogPosition Position, LeaderEpochCache Epochs) Parse(string log)
    {
        var parts = log.Split('|');
        var entries = parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(entry => entry.Split(':'))
            .Select(pair => new EpochEntry(new(int.Parse(pair[0])), new(long.Parse(pair[1]))))
            .ToList();
        var epochs = new LeaderEpochCache();
        Assert.True(epochs.TryReplaceWith(entries));
        var start = entries.Count == 0 ? Offset.Zero : entries[0].StartOffset;
        return (new(epochs.LatestEpoch, start, new(long.Parse(parts[1]))), epochs);
    }
}

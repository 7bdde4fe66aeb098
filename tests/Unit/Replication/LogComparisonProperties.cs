using Cloud.Core.Replication;
using Cloud.Core.Replication.Following;
using Cloud.Core.Replication.Leading;
using Cloud.Core.Replication.Messages;
using Cloud.Core.Storage.Epochs;
using Cloud.Protocol;

namespace Cloud.Unit.Replication;

/// <summary>Random histories of elections on three logs, where each leader appends to its own log only.</summary>
public sealed class LogComparisonProperties
{
    [Fact]
    public void Any_two_logs_are_brought_to_agree_without_losing_what_they_share()
    {
        for (var seed = 1; seed <= 2000; seed++)
        {
            var random = new Random(seed);
            var (leader, follower) = Histories(random);
            var shared = leader.Zip(follower).TakeWhile(pair => pair.First == pair.Second).Count();

            var kept = WalkBack(leader, follower);

            Assert.True(kept == shared, $"seed {seed}: kept {kept} of {shared}");
        }
    }

    // Records are their epochs. An epoch's records on any log are a prefix of those of its leader.
    private static (List<int> Leader, List<int> Follower) Histories(Random random)
    {
        var logs = new List<int>[] { [], [], [] };
        var epoch = 0;
        for (; epoch < random.Next(1, 8); epoch++)
        {
            var leader = logs[random.Next(3)];
            leader.AddRange(Enumerable.Repeat(epoch, random.Next(5)));
            var target = logs[random.Next(3)];
            if (target != leader)
            {
                Copy(leader, target, random.Next(leader.Count + 1));
            }
        }

        // The last leader's epoch is open and may have no record.
        return (logs[0], logs[random.Next(1, 3)]);
    }

    // Replication as it should be: cut to the common prefix, then copy some.
    private static void Copy(List<int> leader, List<int> target, int end)
    {
        var shared = leader.Zip(target).TakeWhile(pair => pair.First == pair.Second).Count();
        target.RemoveRange(shared, target.Count - shared);
        target.AddRange(leader.Skip(shared).Take(Math.Max(0, end - shared)));
    }

    private static int WalkBack(List<int> leader, List<int> follower)
    {
        var ownEpochs = EpochsOf(leader);
        ownEpochs.Assign(new(100), new(leader.Count));
        var epochs = EpochsOf(follower);
        var end = new Offset(follower.Count);
        while (true)
        {
            var position = new LogPosition(epochs.LatestEpoch, Offset.Zero, end);
            var own = new LeaderLog(Offset.Zero, Offset.Zero, new(leader.Count), ownEpochs);
            if (LogComparison.Between(own, position) is not LogComparison.Diverges diverges)
            {
                return LogComparison.Between(own, position) is LogComparison.Agrees ? (int)end.Value : 0;
            }

            var machine = new FollowerMachine(new(100), new(1), Offset.Zero, IReplicationRules.Standard);
            var request = new ReplicaRequest.Truncate(
                new(TopicId.None, 0), new(1), new(100), diverges.Epoch, diverges.EndOffset, position);
            end = ((FollowerDecision.CutAt)machine.Decide(request, position, epochs)).Offset;
            epochs.TruncateFromEnd(end);
        }
    }

    private static LeaderEpochCache EpochsOf(List<int> log)
    {
        var epochs = new LeaderEpochCache();
        for (var at = 0; at < log.Count; at++)
        {
            epochs.Assign(new(log[at]), new(at));
        }

        return epochs;
    }
}

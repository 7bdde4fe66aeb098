using Cloud.Core.Replication.Following;
using Cloud.Protocol;

namespace Cloud.Unit.Replication;

public sealed class FollowerMachineTests
{
    [Fact]
    public void Follower_takes_for_committed_what_its_leader_does()
    {
        var follower = new FollowerMachine(new(3), new(1), new Offset(4), StoryRules.Current);

        var hasMoved = follower.LearnHighWatermark(leaders: new(6), logEndOffset: new(9));

        Assert.True(hasMoved);
        Assert.Equal(new Offset(6), follower.HighWatermark);
    }

    [Fact]
    public void Follower_shows_no_more_than_its_log_holds()
    {
        var follower = new FollowerMachine(new(3), new(1), new Offset(4), StoryRules.Current);

        follower.LearnHighWatermark(leaders: new(20), logEndOffset: new(9));

        Assert.Equal(new Offset(9), follower.HighWatermark);
    }
}

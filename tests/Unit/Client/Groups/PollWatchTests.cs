using Cloud.Client;

namespace Cloud.Unit.Client.Groups;

public sealed class PollWatchTests
{
    private readonly PollWatch _watch = new(TimeSpan.FromSeconds(10));

    [Fact]
    public void Who_asks_is_in_time_and_who_does_not_is_overdue()
    {
        _watch.Asked();
        Assert.False(IsOverdue(second: 0));
        _watch.Asked();
        Assert.False(IsOverdue(second: 9));
        Assert.False(IsOverdue(second: 19));

        Assert.True(IsOverdue(second: 20));
    }

    [Fact]
    public void Who_waits_for_records_asks_all_the_time()
    {
        _watch.BeginWaiting();
        Assert.False(IsOverdue(second: 0));
        Assert.False(IsOverdue(second: 100));
        _watch.EndWaiting();

        Assert.False(IsOverdue(second: 105));
        Assert.False(IsOverdue(second: 115));
        Assert.True(IsOverdue(second: 116));
    }

    private bool IsOverdue(int second) => _watch.IsOverdue(TimeSpan.FromSeconds(second));
}

using Cloud.Core.Storage.Maintenance;
using Cloud.Protocol;
using Cloud.Unit.Storage.Logs;

namespace Cloud.Unit.Storage.Maintenance;

public sealed class TimetableTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Timetable _timetable = new(interval: Minute, initialDelay: 2 * Minute);
    private readonly Instant _start = LogFixture.Noon;

    [Fact]
    public void Work_is_due_once_after_the_delay_and_after_each_interval()
    {
        var isDue = new[] { 0, 119, 120, 121, 179, 180, 180 }
            .Select(seconds => _timetable.TryTake(_start.Plus(TimeSpan.FromSeconds(seconds))));

        Assert.Equal([false, false, true, false, false, true, false], isDue);
    }

    [Fact]
    public void Clock_that_is_set_back_makes_work_due_instead_of_late()
    {
        _timetable.TryTake(_start);
        _timetable.TryTake(_start.Plus(2 * Minute));

        var back = _start.Plus(TimeSpan.FromHours(-1));

        Assert.True(_timetable.TryTake(back));
        Assert.False(_timetable.TryTake(back.Plus(Minute / 2)));
        Assert.True(_timetable.TryTake(back.Plus(Minute)));
    }
}

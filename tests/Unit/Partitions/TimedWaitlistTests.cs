using Cloud.Core.Partitions;
using Cloud.Core.Replication;

namespace Cloud.Unit.Partitions;

public sealed class TimedWaitlistTests
{
    [Fact]
    public void Waiters_expire_at_their_time_never_early_and_hardly_late()
    {
        var random = new Random(5);
        var waitlist = new TimedWaitlist(1000);
        waitlist.ExpireUpTo(new(0));
        var waiters = Enumerable.Range(0, 1000).Select(_ => new Waiter(new(random.Next(20_000)))).ToList();
        waiters.ForEach(waiter => Assert.True(waitlist.TryAdd(waiter)));

        for (var now = 0L; now <= 21_000; now += random.Next(1, 30))
        {
            waiters.ForEach(waiter => waiter.Now = now);
            waitlist.ExpireUpTo(new(now));
        }

        Assert.All(waiters, waiter => Assert.InRange(
            waiter.ExpiredAt, waiter.Deadline.Milliseconds, waiter.Deadline.Milliseconds + 60));
        Assert.Equal(0, waitlist.Count);
    }

    [Fact]
    public void Full_list_refuses_until_a_place_is_free()
    {
        var waitlist = new TimedWaitlist(1);
        waitlist.ExpireUpTo(new(0));
        waitlist.TryAdd(new Waiter(new(100)));

        var whileFull = waitlist.TryAdd(new Waiter(new(100)));
        waitlist.ExpireUpTo(new(200));

        Assert.False(whileFull);
        Assert.True(waitlist.TryAdd(new Waiter(new(300))));
    }

    [Fact]
    public void First_to_wait_says_so_and_again_after_the_list_was_empty()
    {
        var began = 0;
        var waitlist = new TimedWaitlist(10) { WaitingBegan = () => began++ };
        waitlist.ExpireUpTo(new(0));

        waitlist.TryAdd(new Waiter(new(100)));
        waitlist.TryAdd(new Waiter(new(100)));
        Assert.Equal(1, began);

        waitlist.ExpireUpTo(new(200));
        waitlist.TryAdd(new Waiter(new(300)));
        Assert.Equal(2, began);
    }

    [Fact]
    public void Waiters_added_from_everywhere_all_expire()
    {
        var waitlist = new TimedWaitlist(100_000);
        waitlist.ExpireUpTo(new(0));
        var waiters = Enumerable.Range(0, 4000).Select(i => new Waiter(new(i % 300))).ToList();
        var expiring = new Thread(() =>
        {
            for (var now = 0; now < 400; now++)
            {
                waitlist.ExpireUpTo(new(now));
            }
        });

        expiring.Start();
        Parallel.ForEach(waiters, waiter => Assert.True(waitlist.TryAdd(waiter)));
        expiring.Join();
        waitlist.ExpireUpTo(new(10_000));
        waitlist.ExpireUpTo(new(20_000));

        Assert.All(waiters, waiter => Assert.True(waiter.IsDone));
        Assert.Equal(0, waitlist.Count);
    }

    private sealed class Waiter(Moment deadline) : ITimedWaiter
    {
        private volatile bool _isDone;

        public Moment Deadline => deadline;

        public bool IsDone => _isDone;

        public long Now { get; set; }

        public long ExpiredAt { get; private set; } = -1;

        public void Expire()
        {
            (_isDone, ExpiredAt) = (true, Now);
        }
    }
}

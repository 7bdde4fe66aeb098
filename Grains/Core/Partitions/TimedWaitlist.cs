using Cloud.Core.Replication;

namespace Cloud.Core.Partitions;

/// <summary>
/// Everything on a broker that waits with a deadline: a wheel of time slots, so that no request needs a timer. Any
/// thread adds; the broker's tick alone expires. Bounded: who finds it full is refused, and answers at once.
/// </summary>
public sealed class TimedWaitlist(int capacity)
{
    private const int SlotCount = 512;
    private const int SlotMilliseconds = 8;

    private readonly Node?[] _slots = new Node?[SlotCount];
    private int _count;
    private long _passedSlot = long.MinValue;

    /// <summary>Waiters, and places of those that are done but whose time has not come.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Called by whoever adds to the empty list: ticks are needed again. Set before anybody adds.</summary>
    public Action? WaitingBegan { get; set; }

    public bool TryAdd(ITimedWaiter waiter)
    {
        var count = Interlocked.Increment(ref _count);
        if (count > capacity)
        {
            Interlocked.Decrement(ref _count);
            return false;
        }

        Push(new(waiter));
        if (count == 1)
        {
            WaitingBegan?.Invoke();
        }

        return true;
    }

    /// <summary>By the broker's tick. Waiters end up to a slot's width late, never early.</summary>
    public void ExpireUpTo(Moment now)
    {
        var last = SlotOf(now);

        // The slot passed last is visited again: somebody may have added to it just behind the last visit.
        var first = Math.Max(Volatile.Read(ref _passedSlot), last - SlotCount + 1);
        Volatile.Write(ref _passedSlot, last);
        for (var slot = first; slot <= last; slot++)
        {
            ExpireSlot(slot, now);
        }
    }

    private static long SlotOf(Moment moment) => moment.Milliseconds / SlotMilliseconds;

    private void ExpireSlot(long slot, Moment now)
    {
        var node = Interlocked.Exchange(ref _slots[slot & (SlotCount - 1)], null);
        while (node is not null)
        {
            var next = node.Next;
            if (node.Waiter.IsDone || node.Waiter.Deadline <= now)
            {
                node.Waiter.Expire();
                Interlocked.Decrement(ref _count);
            }
            else
            {
                // Of a later lap.
                Push(node);
            }

            node = next;
        }
    }

    private void Push(Node node)
    {
        // One later than the deadline's, whose slot may be visited before the deadline has passed in full.
        var slot = Math.Max(SlotOf(node.Waiter.Deadline) + 1, Volatile.Read(ref _passedSlot) + 1);
        ref var head = ref _slots[slot & (SlotCount - 1)];
        var expected = Volatile.Read(ref head);
        while (true)
        {
            node.Next = expected;
            var found = Interlocked.CompareExchange(ref head, node, expected);
            if (ReferenceEquals(found, expected))
            {
                // Not to be touched any more: the tick may have it already, and have put it elsewhere.
                return;
            }

            expected = found;
        }
    }

    private sealed class Node(ITimedWaiter waiter)
    {
        public ITimedWaiter Waiter => waiter;

        public Node? Next { get; set; }
    }
}

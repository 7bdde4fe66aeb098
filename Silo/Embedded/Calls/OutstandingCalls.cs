namespace Cloud.Embedded.Calls;

/// <summary>
/// The calls of one node that have no outcome yet. One timer serves them all: it looks for those past their deadline,
/// and stands still while there are none. Thread-safe.
/// </summary>
internal sealed class OutstandingCalls : IDisposable
{
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly ITimer _sweep;
    private readonly GrainCall _head = new ListHead();
    private bool _isSweeping;

    public OutstandingCalls(TimeProvider clock)
    {
        _clock = clock;
        _sweep = clock.CreateTimer(
            static state => ((OutstandingCalls)state!).Sweep(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    public void Add(GrainCall call)
    {
        lock (_lock)
        {
            call.PreviousOutstanding = _head;
            call.NextOutstanding = _head.NextOutstanding;
            if (call.NextOutstanding is { } next)
            {
                next.PreviousOutstanding = call;
            }

            _head.NextOutstanding = call;
            if (!_isSweeping)
            {
                _isSweeping = true;
                _sweep.Change(SweepPeriod, SweepPeriod);
            }
        }
    }

    /// <summary>Does nothing for a call that is not in the list.</summary>
    public void Remove(GrainCall call)
    {
        lock (_lock)
        {
            if (call.PreviousOutstanding is not { } previous)
            {
                return;
            }

            previous.NextOutstanding = call.NextOutstanding;
            if (call.NextOutstanding is { } next)
            {
                next.PreviousOutstanding = previous;
            }

            call.NextOutstanding = call.PreviousOutstanding = null;
        }
    }

    public void Fail(Func<GrainCall, bool> which, Func<GrainCall, Exception> why)
    {
        foreach (var call in Find(which))
        {
            call.Fail(why(call));
        }
    }

    public void Dispose() => _sweep.Dispose();

    private void Sweep()
    {
        lock (_lock)
        {
            if (_head.NextOutstanding is null)
            {
                // Not with each call that ends: the next one would have to start it again.
                _isSweeping = false;
                _sweep.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        FailExpired();
    }

    private void FailExpired()
    {
        var now = _clock.GetTimestamp();
        Fail(
            call => call.Deadline <= now,
            call => new TimeoutException($"Response did not arrive on time in {call.Timeout} for message: {call}."));
    }

    // Failing a call removes it from the list, so the list is not walked meanwhile.
    private List<GrainCall> Find(Func<GrainCall, bool> which)
    {
        var found = new List<GrainCall>();
        lock (_lock)
        {
            for (var call = _head.NextOutstanding; call is not null; call = call.NextOutstanding)
            {
                if (which(call))
                {
                    found.Add(call);
                }
            }
        }

        return found;
    }

    /// <summary>Stands before the first call, so that every call in the list has a predecessor.</summary>
    private sealed class ListHead() : GrainCall(new GrainMethod(typeof(OutstandingCalls), "", CallOptions.None))
    {
        internal override bool IsCompleted => true;

        internal override void Run(object instance, ICallTarget target) => throw new NotSupportedException();

        internal override bool Fail(Exception exception) => throw new NotSupportedException();
    }
}

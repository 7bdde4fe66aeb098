namespace Cloud.Embedded.Calls;

/// <summary>
/// The calls of one node that have no outcome yet. One timer serves them all: it looks for those past their deadline.
/// Thread-safe.
/// </summary>
internal sealed class OutstandingCalls : IDisposable
{
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly ITimer _sweep;
    private GrainCall? _first;

    public OutstandingCalls(TimeProvider clock)
    {
        _clock = clock;
        _sweep = clock.CreateTimer(
            static state => ((OutstandingCalls)state!).FailExpired(), this, SweepPeriod, SweepPeriod);
    }

    public void Add(GrainCall call)
    {
        lock (_lock)
        {
            call.IsOutstanding = true;
            call.NextOutstanding = _first;
            if (_first is not null)
            {
                _first.PreviousOutstanding = call;
            }

            _first = call;
        }
    }

    public void Remove(GrainCall call)
    {
        lock (_lock)
        {
            if (!call.IsOutstanding)
            {
                return;
            }

            call.IsOutstanding = false;
            if (call.PreviousOutstanding is null)
            {
                _first = call.NextOutstanding;
            }
            else
            {
                call.PreviousOutstanding.NextOutstanding = call.NextOutstanding;
            }

            if (call.NextOutstanding is not null)
            {
                call.NextOutstanding.PreviousOutstanding = call.PreviousOutstanding;
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
            for (var call = _first; call is not null; call = call.NextOutstanding)
            {
                if (which(call))
                {
                    found.Add(call);
                }
            }
        }

        return found;
    }
}

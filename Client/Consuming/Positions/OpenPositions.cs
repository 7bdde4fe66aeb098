namespace Cloud.Client;

/// <summary>
/// The partitions of which it is not known where to read them. Each is asked about by one at a time, and after a
/// failure each waits for itself: none holds another up. Thread-safe.
/// </summary>
internal sealed class OpenPositions(
    PartitionTable table, ConsumerOptions options, ConsumerClock clock, Action notify)
{
    private readonly Backoff _backoff = new(options.RetryBackoff, options.RetryBackoffMax);

    // Inside of the table's gate.
    private readonly HashSet<OpenPosition> _asked = [];

    /// <summary>
    /// Those whose time has come and that can be asked about: until <see cref="End"/> nobody else asks about them.
    /// </summary>
    public IReadOnlyList<OpenPosition> Begin(Func<OpenPosition, bool> canBeAsked)
    {
        lock (table.Gate)
        {
            var now = clock.Now;
            List<OpenPosition> begun = [.. Waiting().Where(one => one.State.NotBefore <= now && canBeAsked(one))];
            _asked.UnionWith(begun);
            return begun;
        }
    }

    /// <summary>How long until another one can be asked about; infinite when time changes nothing.</summary>
    public TimeSpan PauseUntilDue()
    {
        lock (table.Gate)
        {
            var now = clock.Now;
            var due = Waiting().Select(one => one.State.NotBefore).Where(moment => moment > now)
                .DefaultIfEmpty(TimeSpan.MaxValue)
                .Min();

            // Timers count milliseconds: a fraction that is cut off would be a turn for nothing.
            return due == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : due - now + TimeSpan.FromMilliseconds(1);
        }
    }

    /// <summary>They were asked about; what was found is taken into those that are still where they were.</summary>
    public void End(IEnumerable<OpenPosition> asked, Action<PartitionState> take)
    {
        lock (table.Gate)
        {
            foreach (var one in asked)
            {
                _asked.Remove(one);
                if (one.State.IsOf(one.Version))
                {
                    take(one.State);
                }
            }

            table.Wake();
        }

        notify();
    }

    /// <summary>
    /// Only inside of <see cref="End"/>: it is asked about again after a pause. What will not go away by itself is
    /// thrown to whoever consumes first.
    /// </summary>
    public void Fail(PartitionState state, ClientException failure)
    {
        state.Failed(clock.Now + _backoff.Pause(state.Failures + 1));
        state.Failure = failure.IsRetriable ? null : failure;
    }

    private IEnumerable<OpenPosition> Waiting() => table.States
        .Where(state => state is { Failure: null, IsRevoking: false } && state.Phase is not PositionPhase.Known)
        .Select(state => new OpenPosition(state, state.Version, state.Phase, state.ResetTo))
        .Where(one => !_asked.Contains(one));
}

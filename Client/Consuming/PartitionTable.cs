using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>
/// The partitions that a consumer has, and which of them are paused. Everybody who reads or changes a
/// <see cref="PartitionState"/> holds <see cref="Gate"/>, which no one holds across a wait.
/// </summary>
internal sealed class PartitionTable
{
    private readonly Dictionary<TopicPartition, PartitionState> _states = [];

    // Outlives the assignment: a partition that comes back is still paused.
    private readonly HashSet<TopicPartition> _paused = [];

    /// <summary>Raised inside of the gate when there may be something to fetch or to look up.</summary>
    public event Action? Changed;

    public Lock Gate { get; } = new();

    /// <summary>Only inside of the gate.</summary>
    public IReadOnlyCollection<PartitionState> States => _states.Values;

    public IReadOnlyCollection<TopicPartition> Assignment
    {
        get
        {
            lock (Gate)
            {
                return [.. _states.Keys];
            }
        }
    }

    public IReadOnlyCollection<TopicPartition> Paused
    {
        get
        {
            lock (Gate)
            {
                return [.. _states.Values.Where(state => state.IsPaused).Select(state => state.Id)];
            }
        }
    }

    /// <summary>Has these and no others; those it has already keep their positions.</summary>
    public void SetTo(IReadOnlyCollection<TopicPartition> partitions)
    {
        lock (Gate)
        {
            Remove(_states.Keys.Except(partitions).ToList());
            Add(partitions);
        }
    }

    /// <summary>Has these and no others, from there on: nobody looks up where they begin.</summary>
    public void SetTo(IReadOnlyCollection<TopicPartitionOffset> positions)
    {
        lock (Gate)
        {
            Remove(_states.Keys.Except(positions.Select(position => position.TopicPartition)).ToList());
            foreach (var position in positions)
            {
                Hold(position.TopicPartition).MoveTo(new(position.Offset, position.LeaderEpoch));
            }

            Changed?.Invoke();
        }
    }

    public void Add(IEnumerable<TopicPartition> partitions)
    {
        lock (Gate)
        {
            foreach (var partition in partitions)
            {
                Hold(partition);
            }

            Changed?.Invoke();
        }
    }

    public void Remove(IEnumerable<TopicPartition> partitions)
    {
        lock (Gate)
        {
            foreach (var partition in partitions)
            {
                if (_states.Remove(partition, out var state))
                {
                    state.IsAssigned = false;
                }
            }

            Changed?.Invoke();
        }
    }

    /// <summary>Has nothing any more, and nothing is paused.</summary>
    public void Clear()
    {
        lock (Gate)
        {
            Remove([.. _states.Keys]);
            _paused.Clear();
        }
    }

    /// <summary>Hands out nothing more of them.</summary>
    public void Revoke(IEnumerable<TopicPartition> partitions)
    {
        lock (Gate)
        {
            foreach (var partition in partitions)
            {
                if (_states.TryGetValue(partition, out var state))
                {
                    state.IsRevoking = true;
                }
            }
        }
    }

    /// <exception cref="InvalidOperationException">One of them is not assigned; none is changed then.</exception>
    public void SetPaused(IReadOnlyCollection<TopicPartition> partitions, bool isPaused)
    {
        lock (Gate)
        {
            foreach (var state in partitions.Select(Get).ToList())
            {
                state.IsPaused = isPaused;
                _ = isPaused ? _paused.Add(state.Id) : _paused.Remove(state.Id);
            }

            Changed?.Invoke();
        }
    }

    public void Seek(TopicPartition partition, FetchPosition position) =>
        Change(partition, state => state.MoveTo(position));

    public void Reset(TopicPartition partition, AutoOffsetReset to) => Change(partition, state => state.Reset(to));

    /// <summary>False when it may not be handed out (any more); see <see cref="PartitionState.HandOut"/>.</summary>
    public bool TryHandOut(PartitionState state, int version, FetchPosition next)
    {
        lock (Gate)
        {
            if (!state.IsOf(version) || !state.IsReadable)
            {
                return false;
            }

            state.HandOut(next);
            return true;
        }
    }

    /// <summary>What was handed out of it has been returned from.</summary>
    public void Settle(PartitionState state, int version)
    {
        lock (Gate)
        {
            if (state.IsOf(version))
            {
                state.Settle();
            }
        }
    }

    /// <summary>Passes over what is not for the application: markers, aborted records, holes.</summary>
    public void SettleAt(PartitionState state, int version, FetchPosition position)
    {
        lock (Gate)
        {
            if (state.IsOf(version))
            {
                state.Settle(position);
            }
        }
    }

    public T Read<T>(TopicPartition partition, Func<PartitionState, T> read)
    {
        lock (Gate)
        {
            return read(Get(partition));
        }
    }

    /// <summary>The next failure to be thrown; what it is about is tried again.</summary>
    public ClientException? TakeFailure()
    {
        lock (Gate)
        {
            foreach (var state in _states.Values)
            {
                if (state is { Failure: { } failure, IsReadable: true })
                {
                    state.Failure = null;
                    Changed?.Invoke();
                    return failure;
                }
            }

            return null;
        }
    }

    /// <summary>Wakes whoever fetches and looks up.</summary>
    public void Wake()
    {
        lock (Gate)
        {
            Changed?.Invoke();
        }
    }

    /// <summary>Only inside of the gate; null when it is not assigned.</summary>
    public PartitionState? Find(TopicPartition partition) => _states.GetValueOrDefault(partition);

    /// <summary>What was fetched of it is fetched again.</summary>
    public void Refetch(PartitionState state, int version)
    {
        lock (Gate)
        {
            if (state.IsOf(version))
            {
                state.Refetch();
                Changed?.Invoke();
            }
        }
    }

    private PartitionState Hold(TopicPartition partition)
    {
        if (!_states.TryGetValue(partition, out var state))
        {
            state = new(partition) { IsPaused = _paused.Contains(partition) };
            _states.Add(partition, state);
        }

        return state;
    }

    private void Change(TopicPartition partition, Action<PartitionState> change)
    {
        lock (Gate)
        {
            change(Get(partition));
            Changed?.Invoke();
        }
    }

    private PartitionState Get(TopicPartition partition) => _states.GetValueOrDefault(partition)
        ?? throw new InvalidOperationException($"{partition} is not assigned to this consumer.");
}

using Cloud.Core.Storage.Durability;

namespace Cloud.Simulation.Disks;

/// <summary>Holds disk work until the test runs it, in the order of a seed. Used by one thread.</summary>
public sealed class SimulatedDiskExecutor(int seed) : IDiskExecutor
{
    private readonly Random _random = new(seed);
    private readonly List<Action> _waiting = [];

    public int WaitingCount
    {
        get
        {
            lock (_waiting)
            {
                return _waiting.Count;
            }
        }
    }

    public void Post(Action work)
    {
        lock (_waiting)
        {
            _waiting.Add(work);
        }
    }

    /// <summary>Runs one piece of work; false when there is none.</summary>
    public bool RunOne()
    {
        if (Take() is not { } work)
        {
            return false;
        }

        work();
        return true;
    }

    public void RunAll()
    {
        while (RunOne())
        {
            // Work may post more work; it ends when none is left.
        }
    }

    /// <summary>The process died: what waited never runs.</summary>
    public void Clear()
    {
        lock (_waiting)
        {
            _waiting.Clear();
        }
    }

    // Tests without a scheduler of their own post from threads of the pool.
    private Action? Take()
    {
        lock (_waiting)
        {
            if (_waiting.Count == 0)
            {
                return null;
            }

            var at = _random.Next(_waiting.Count);
            var work = _waiting[at];
            _waiting.RemoveAt(at);
            return work;
        }
    }
}

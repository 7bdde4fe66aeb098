namespace Cloud.Simulation.Worlds;

/// <summary>A timer of a process. A change makes what was due before void.</summary>
internal sealed class SimulatedTimer(SimulatedProcess process, Action callback) : ITimer
{
    private int _generation;
    private TimeSpan _period;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        _generation++;
        _period = period;
        Arm(dueTime, _generation);
        return true;
    }

    public void Dispose() => _generation++;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Arm(TimeSpan dueTime, int generation)
    {
        if (dueTime >= TimeSpan.Zero)
        {
            process.World.At(dueTime, () => Fire(generation));
        }
    }

    private void Fire(int generation)
    {
        if (generation != _generation || process.IsDead)
        {
            return;
        }

        process.Post(callback);
        if (_period > TimeSpan.Zero)
        {
            Arm(_period, generation);
        }
    }
}

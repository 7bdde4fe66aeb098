using System.Runtime.CompilerServices;

namespace Cloud.Simulation.Worlds;

/// <summary>
/// Everything that happens in one simulation: processes that run turns, and events at virtual times. One seed, one
/// course: each step runs one turn of one process that has one, chosen by chance, or lets time pass to the next event.
/// One thread.
/// </summary>
internal sealed class World(int seed, Action<string>? writeTrace = null)
{
    private readonly PriorityQueue<Action, (long Milliseconds, long Order)> _events = new();
    private readonly List<SimulatedProcess> _processes = [];
    private readonly List<SimulatedProcess> _ready = [];
    private readonly Trace _trace = new(writeTrace);
    private long _eventCount;
    private string? _violation;

    public Random Random { get; } = new(seed);

    public int Seed => seed;

    public int ThreadId { get; } = Environment.CurrentManagedThreadId;

    /// <summary>Virtual time. Only differences mean anything.</summary>
    public long Milliseconds { get; private set; }

    public long StepCount { get; private set; }

    public IReadOnlyList<SimulatedProcess> Processes => _processes;

    public SimulatedProcess AddProcess(string name)
    {
        _processes.RemoveAll(former => former.IsDead);
        var process = new SimulatedProcess(this, name);
        _processes.Add(process);
        return process;
    }

    /// <summary>Does something later. Events of one time happen in the order in which they were asked for.</summary>
    public void At(TimeSpan delay, Action action) =>
        _events.Enqueue(action, (Milliseconds + Math.Max(0, (long)delay.TotalMilliseconds), _eventCount++));

    /// <summary>False when nothing is left to happen.</summary>
    public bool Step()
    {
        StepCount++;
        _ready.Clear();
        foreach (var process in _processes)
        {
            if (process.HasTurn)
            {
                _ready.Add(process);
            }
        }

        if (_ready.Count > 0)
        {
            _ready[Random.Next(_ready.Count)].RunTurn();
            return true;
        }

        if (!_events.TryDequeue(out var action, out var due))
        {
            return false;
        }

        Milliseconds = Math.Max(Milliseconds, due.Milliseconds);
        action();
        return true;
    }

    public ulong TraceHash => _trace.Hash;

    public void Note(string line) => _trace.Add(Milliseconds, line);

    /// <summary>
    /// A rule of the simulation. Broken, it ends the run after this step, whoever catches exceptions in between.
    /// </summary>
    public bool Check(
        bool condition, [InterpolatedStringHandlerArgument(nameof(condition))] RuleText rule)
    {
        if (!condition && _violation is null)
        {
            _violation = rule.ToString();
            Note($"VIOLATION {_violation}");
        }

        return condition;
    }

    /// <exception cref="SimulationViolationException">A rule was broken.</exception>
    public void ThrowIfViolated()
    {
        if (_violation is not null)
        {
            throw new SimulationViolationException(
                $"Seed {seed}, step {StepCount}: {_violation}{Environment.NewLine}" +
                string.Join(Environment.NewLine, _trace.Last));
        }
    }

    public bool Chance(double probability) => Random.NextDouble() < probability;

    public TimeSpan Between(int minMilliseconds, int maxMilliseconds) =>
        TimeSpan.FromMilliseconds(Random.Next(minMilliseconds, maxMilliseconds + 1));
}

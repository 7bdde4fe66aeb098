using Cloud.Simulation.Worlds;

namespace Cloud.Simulation.Groups;

/// <summary>One seed from start to rest: members and faults for a while, then healing, then all must be well.</summary>
internal sealed class GroupRun
{
    private const long StepsMax = 2_000_000;

    // Whoever is dead is out after its session; whoever must give something up has its rebalance time-out; and what was
    // begun by then may need as long again.
    private static readonly TimeSpan RestMax = 2 * (GroupWorld.SessionTimeout + GroupWorld.RebalanceTimeout);

    private readonly GroupWorld _world;
    private readonly GroupMembers _members;
    private readonly GroupNemesis _nemesis;
    private readonly GroupRunOptions _options;

    private GroupRun(int seed, GroupRunOptions options)
    {
        _options = options;
        _world = new(seed, options);
        _members = new(_world);
        _nemesis = new(_world, _members);
    }

    private World World => _world.World;

    /// <exception cref="SimulationViolationException">A rule was broken.</exception>
    public static GroupRunReport Run(int seed, GroupRunOptions options)
    {
        // A test framework's context would take the continuations away from the world.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return new GroupRun(seed, options).Run();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private GroupRunReport Run()
    {
        _world.Elect(hearingMillisecondsMax: 10);
        for (var member = 0; member < 3; member++)
        {
            _members.Add();
        }

        _nemesis.Start();
        StepUntil(World.Milliseconds + _options.FaultMilliseconds);
        _nemesis.Heal();
        World.Note("healed");
        Rest();
        return Report();
    }

    // All that time passes: the state just after healing may look well, and have dead members in it.
    private void Rest()
    {
        StepUntil(World.Milliseconds + (long)RestMax.TotalMilliseconds);
        World.Check(Unrest() is null, $"I8: no rest {RestMax} after healing: {Unrest()}");
        StepUntil(World.Milliseconds + 3000);
        World.Check(Unrest() is null, $"I8: rest does not last: {Unrest()}");
        World.ThrowIfViolated();
    }

    private string? Unrest()
    {
        for (var partition = 0; partition < GroupWorld.PartitionCount; partition++)
        {
            var readers = _members.Running.Where(member => member.Owned.Contains(partition)).ToList();
            var owners = _world.Checks.OwnersOf(partition);
            if (readers.Count != 1 || owners.Count != 1)
            {
                return $"partition {partition} is read by {readers.Count} members and owned by {owners.Count}";
            }
        }

        return null;
    }

    private void StepUntil(long milliseconds)
    {
        while (World.Milliseconds < milliseconds)
        {
            World.Check(World.StepCount < StepsMax, $"time passes within {StepsMax} steps");
            World.Step();
            _world.Checks.Scan();
            _world.CheckHosts();
            World.ThrowIfViolated();
        }
    }

    private GroupRunReport Report() => new(World.Seed, World.StepCount, _world.Checks.CommitCount, World.TraceHash)
    {
        MoveCount = _world.MoveCount,
        DoubtCount = _world.Log.DoubtCount,
        CrashCount = _members.CrashCount,
        PauseCount = _members.PauseCount,
        LostMessageCount = _world.Network.LostCount,
        RepeatedMessageCount = _world.Network.DuplicateCount,
    };
}

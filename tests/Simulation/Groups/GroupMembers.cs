using Cloud.Simulation.Worlds;

namespace Cloud.Simulation.Groups;

/// <summary>The members of the group that run at present, and what happens to them.</summary>
internal sealed class GroupMembers(GroupWorld world)
{
    private const int MembersMin = 1;
    private const int MembersMax = 5;

    private readonly List<ISimulatedMember> _members = [];
    private readonly List<ISimulatedMember> _leaving = [];
    private readonly double _classicShare = world.World.Random.Next(3) / 2.0;
    private int _lastNumber;

    private World World => world.World;

    public IReadOnlyList<ISimulatedMember> Running => _members;

    public int CrashCount { get; private set; }

    public int PauseCount { get; private set; }

    public void Add()
    {
        if (_members.Count >= MembersMax)
        {
            return;
        }

        var name = $"member-{++_lastNumber}";
        ISimulatedMember member = World.Chance(_classicShare)
            ? new ClassicMemberModel(world, name)
            : new ConsumerMemberModel(world, name);
        _members.Add(member);
        World.Note($"{name} comes");
        member.Start();
    }

    public void Crash()
    {
        if (TakeOne() is { } member)
        {
            CrashCount++;
            World.Note($"{member.Process.Name} crashes");
            member.Process.Kill();
        }
    }

    /// <summary>Mostly for longer than its session.</summary>
    public void Pause()
    {
        var member = _members[World.Random.Next(_members.Count)];
        PauseCount++;
        World.Note($"{member.Process.Name} is paused");
        member.Process.IsPaused = true;
        World.At(World.Between(1000, 12_000), () => member.Process.IsPaused = false);
    }

    public void Leave()
    {
        if (TakeOne() is { } member)
        {
            World.Note($"{member.Process.Name} leaves");
            member.Leave();
            _leaving.Add(member);
        }
    }

    public void Heal()
    {
        foreach (var member in _members.Concat(_leaving))
        {
            member.Process.IsPaused = false;
        }
    }

    private ISimulatedMember? TakeOne()
    {
        if (_members.Count <= MembersMin)
        {
            return null;
        }

        var member = _members[World.Random.Next(_members.Count)];
        _members.Remove(member);
        return member;
    }
}

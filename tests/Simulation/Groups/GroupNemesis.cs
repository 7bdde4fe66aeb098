using Cloud.Simulation.Worlds;

namespace Cloud.Simulation.Groups;

/// <summary>Makes faults: of members, of coordinators, of the network and of the log.</summary>
internal sealed class GroupNemesis(GroupWorld world, GroupMembers members)
{
    private bool _isStopped;

    private World World => world.World;

    public void Start()
    {
        world.Network.LossProbability = World.Chance(0.5) ? 0.02 : 0;
        world.Network.DuplicateProbability = World.Chance(0.5) ? 0.02 : 0;
        world.Network.StragglerProbability = World.Chance(0.5) ? 0.03 : 0;
        world.StaleMetadataProbability = World.Chance(0.5) ? 0.2 : 0;
        Next();
    }

    public void Heal()
    {
        _isStopped = true;
        (world.Network.LossProbability, world.Network.DuplicateProbability) = (0, 0);
        (world.Network.StragglerProbability, world.StaleMetadataProbability) = (0, 0);
        world.Log.IsSlow = false;
        foreach (var host in world.Hosts)
        {
            host.Process.IsPaused = false;
            host.Clock.Skew = TimeSpan.Zero;
        }

        members.Heal();
        world.Elect(hearingMillisecondsMax: 50);
    }

    private void Next() => World.At(World.Between(200, 3000), () =>
    {
        if (!_isStopped)
        {
            Strike();
            Next();
        }
    });

    private void Strike()
    {
        switch (World.Random.Next(11))
        {
            case 0 or 1:
                world.Elect(hearingMillisecondsMax: 3000);
                break;
            case 2:
                world.Restart(World.Random.Next(world.Hosts.Count));
                break;
            case 3:
                PauseCoordinator();
                break;
            case 4:
                world.Log.IsSlow = !world.Log.IsSlow;
                break;
            case 5:
                world.Leader.Clock.Skew += TimeSpan.FromMinutes(World.Random.Next(-90, 91));
                break;
            case 6:
                members.Crash();
                break;
            case 7:
                members.Pause();
                break;
            case 8:
                members.Leave();
                break;
            case 9:
                members.Add();
                break;
            default:
                Churn();
                break;
        }
    }

    // Members are told to give up more before they have said that they gave up the first.
    private void Churn()
    {
        for (var change = 0; change < 4; change++)
        {
            World.At(World.Between(0, 1500), World.Chance(0.7) ? members.Add : members.Crash);
        }
    }

    // Long enough that others take over meanwhile, and it goes on as if nothing had happened.
    private void PauseCoordinator()
    {
        var host = world.Leader;
        host.Process.IsPaused = true;
        World.Note($"{host.Process.Name} is paused");
        World.At(World.Between(200, 1500), () => world.Elect(hearingMillisecondsMax: 3000));
        World.At(World.Between(1500, 9000), () => host.Process.IsPaused = false);
    }
}

using System.Collections.Immutable;
using Cloud.Core.Controller.Configs;
using Cloud.Core.Controller.Elections;
using Cloud.Core.Controller.Reassignment;
using Cloud.Protocol;
using Cloud.Simulation.Cluster.Brokers;
using Cloud.Simulation.Cluster.Clients;
using Cloud.Simulation.Worlds;

namespace Cloud.Simulation.Cluster.Faults;

/// <summary>Makes things go wrong, by chance, until it is told to stop; each is put right after a while.</summary>
internal sealed class Nemesis(SimulatedCluster cluster, SimulatedAdmin admin)
{
    // Most faults leave a cluster that can go on; those that do not are rare, so that the others are seen too.
    private static readonly (FaultKind Kind, int Weight)[] Weights =
    [
        (FaultKind.Kill, 20),
        (FaultKind.PowerCut, 20),
        (FaultKind.PowerCutOfAll, 1),
        (FaultKind.Pause, 15),
        (FaultKind.CutOff, 12),
        (FaultKind.CutOneWay, 8),
        (FaultKind.CutPair, 10),
        (FaultKind.CutRing, 4),
        (FaultKind.LoseDisk, 3),
        (FaultKind.SlowDisk, 10),
        (FaultKind.CleanRestart, 10),
        (FaultKind.SecondController, 6),
        (FaultKind.StoreCutOff, 4),
        (FaultKind.ClockJump, 3),
        (FaultKind.Elect, 6),
        (FaultKind.Reassign, 5),
        (FaultKind.ChangeMinimum, 5),
        (FaultKind.Bounce, 10),
        (FaultKind.BounceAndKill, 4),
        (FaultKind.KillAfterJoin, 6),
        (FaultKind.HideJoin, 6),
        (FaultKind.FailAfterJoin, 4),
        (FaultKind.KillAfterLeave, 6),
        (FaultKind.ElectionChain, 8),
        (FaultKind.KillOfAll, 1),
        (FaultKind.SlowFollower, 4),
        (FaultKind.DiskFull, 5),
        (FaultKind.DiskError, 6),
        (FaultKind.DeleteRecords, 8),
        (FaultKind.KillController, 6),
    ];

    private readonly IsrTraps _traps = new(cluster);
    private readonly ElectionChain _chain = new(cluster);
    private readonly DiskTrouble _disks = new(cluster);
    private readonly int[] _counts = new int[Enum.GetValues<FaultKind>().Length];
    private bool _isStopped;

    private World World => cluster.World;

    public IEnumerable<(FaultKind Kind, int Count)> Counts =>
        Enum.GetValues<FaultKind>().Select(kind => (kind, _counts[(int)kind]));

    public void Start()
    {
        var network = cluster.Network;
        network.LossProbability = World.Chance(0.5) ? 0.02 : 0;
        network.DuplicateProbability = World.Chance(0.5) ? 0.03 : 0;
        network.StragglerProbability = World.Chance(0.5) ? 0.005 : 0;
        network.DelayMillisecondsMax = World.Chance(0.3) ? 40 : 5;
        cluster.LateCutProbability = World.Chance(0.5) ? 0.5 : 0;
        cluster.Store.TimeoutProbability = World.Chance(0.3) ? 0.02 : 0;
        _traps.Watch();
        _chain.Watch();
        Next();
    }

    /// <summary>Makes no more faults, and takes all back.</summary>
    public void Heal()
    {
        _isStopped = true;
        _traps.Disarm();
        cluster.Heal();
        (cluster.Network.LossProbability, cluster.Network.DuplicateProbability) = (0, 0);
        (cluster.Network.StragglerProbability, cluster.Network.DelayMillisecondsMax) = (0, 5);
        (cluster.Store.TimeoutProbability, cluster.LateCutProbability) = (0, 0);
        cluster.Membership.IsDown = false;
        foreach (var broker in cluster.Brokers)
        {
            broker.DiskDelayMillisecondsMax = 4;
            broker.Disk.CapacityBytes = long.MaxValue;
            broker.Disk.Fault = null;
            broker.Resume();
            broker.BecomeSilent(false);
            if (!broker.IsUp)
            {
                broker.Start();
            }
        }
    }

    private void Next() => World.At(World.Between(100, 1500), () =>
    {
        if (!_isStopped)
        {
            // Fault upon fault is rare: a partition that has lost all its replicas shows nothing any more.
            if (IsWhole() || World.Chance(0.2))
            {
                Make(Choose());
            }

            Next();
        }
    });

    private bool IsWhole() => cluster.Topics.All(topic => topic.Partitions.All(
        partition => partition.Isr.Length >= Math.Min(3, partition.Replicas.Length)));

    private FaultKind Choose()
    {
        if (cluster.Options.Favourite is { } favourite && World.Chance(0.5))
        {
            return favourite;
        }

        var at = World.Random.Next(Weights.Sum(entry => entry.Weight));
        foreach (var (kind, weight) in Weights)
        {
            at -= weight;
            if (at < 0)
            {
                return kind;
            }
        }

        return FaultKind.Kill;
    }

    private void Make(FaultKind kind)
    {
        _counts[(int)kind]++;
        var broker = AnyBroker();
        switch (kind)
        {
            case FaultKind.Kill or FaultKind.PowerCut:
                broker.Kill(kind is FaultKind.PowerCut);
                Later(broker.Start, 2500);
                break;
            case FaultKind.PowerCutOfAll or FaultKind.KillOfAll:
                foreach (var each in cluster.Brokers)
                {
                    each.Kill(kind is FaultKind.PowerCutOfAll);
                    Later(each.Start, 1500);
                }

                break;
            case FaultKind.Pause:
                broker.Pause();
                Later(broker.Resume, 3000);
                break;
            case FaultKind.LoseDisk:
                broker.LoseDisk();
                Later(broker.Start, 1500);
                break;
            case FaultKind.SlowDisk:
                var slow = AnyLeader() ?? broker;
                World.Note($"{slow.Name} has a slow disk");
                slow.DiskDelayMillisecondsMax = 800;
                Later(() => EndSlowness(slow), 2000);
                break;
            case FaultKind.SlowFollower:
                World.Note($"{broker.Name} has a slow disk for a while");
                broker.DiskDelayMillisecondsMax = 500;
                Later(() => broker.DiskDelayMillisecondsMax = 4, 3000);
                break;
            case FaultKind.DiskFull:
                _disks.FillUp(broker);
                break;
            case FaultKind.DiskError:
                _disks.Fail(broker);
                break;
            case FaultKind.DeleteRecords:
                DeleteRecords();
                break;
            case FaultKind.KillController:
                _traps.Arm(kind);
                admin.Try(machine => machine.ElectLeaders(ElectionKind.Preferred, null));
                break;
            case FaultKind.CutRing:
                CutRing();
                break;
            case FaultKind.CleanRestart:
                broker.ShutDown();
                break;
            case FaultKind.ClockJump:
                broker.ClockSkew = TimeSpan.FromMinutes(World.Random.Next(-60, 60));
                broker.Current?.SetClock(broker.ClockSkew);
                break;
            case FaultKind.SecondController:
                cluster.Seat.ActivateAnother();
                break;
            case FaultKind.StoreCutOff:
                cluster.CutStoreOff(broker.Name);
                Later(cluster.Heal, 2000);
                break;
            case FaultKind.Elect:
                admin.Try(machine => machine.ElectLeaders(ElectionKind.Preferred, null));
                break;
            case FaultKind.Reassign:
                Reassign();
                break;
            case FaultKind.Bounce:
                Bounce(broker, SomeLateness(0.5), World.Chance(0.7));
                break;
            case FaultKind.BounceAndKill:
                // The last word of the former life is heard when the new one, which lost something, is in service.
                _traps.Arm(FaultKind.KillAfterJoin);
                Bounce(broker, World.Random.Next(500, 900), isPowerCut: true);
                break;
            case FaultKind.KillAfterJoin or FaultKind.HideJoin or FaultKind.FailAfterJoin
                or FaultKind.KillAfterLeave:
                _traps.Arm(kind);
                Bounce(broker, SomeLateness(0.8), World.Chance(0.7));
                break;
            case FaultKind.MembershipDown:
                World.Note("the membership table cannot be reached");
                cluster.Membership.IsDown = true;
                Later(() => cluster.Membership.IsDown = false, 4000);
                break;
            case FaultKind.ElectionChain:
                _chain.TryStart();
                break;
            case FaultKind.ChangeMinimum:
                ChangeMinimum();
                break;
            default:
                Cut(kind, broker);
                break;
        }
    }

    // Back before anybody has noticed, perhaps without its tail, while answers of the former life are on their way.
    private void Bounce(SimulatedBroker broker, int answerMilliseconds, bool isPowerCut)
    {
        SetAnswerDelay(broker, answerMilliseconds);
        World.At(World.Between(0, 100), () =>
        {
            broker.Kill(isPowerCut);
            SetAnswerDelay(broker, 0);
            broker.DiskDelayMillisecondsMax = World.Chance(0.4) ? 200 : 4;
            World.At(World.Between(0, 60), broker.Start);
            World.At(World.Between(300, 1500), () => broker.DiskDelayMillisecondsMax = 4);
        });
    }

    private int SomeLateness(double probability) => World.Chance(probability) ? World.Random.Next(100, 700) : 0;

    private void SetAnswerDelay(SimulatedBroker broker, int milliseconds)
    {
        foreach (var other in cluster.Brokers)
        {
            cluster.Network.Delay(broker.Name, other.Name, milliseconds);
        }
    }

    // What waits for a slow disk is what a power cut takes.
    private void EndSlowness(SimulatedBroker broker)
    {
        if (World.Chance(0.7))
        {
            broker.Kill(isPowerCut: true);
            Later(broker.Start, 2500);
        }

        broker.DiskDelayMillisecondsMax = 4;
    }

    private void Cut(FaultKind kind, SimulatedBroker broker)
    {
        World.Note($"{broker.Name}: {kind}");
        var others = cluster.Brokers.Where(other => other != broker).ToList();
        var cut = kind is FaultKind.CutPair ? [others[World.Random.Next(others.Count)]] : others;
        foreach (var other in cut)
        {
            cluster.Network.Cut(broker.Name, other.Name);
            if (kind is not FaultKind.CutOneWay)
            {
                cluster.Network.Cut(other.Name, broker.Name);
            }
        }

        broker.BecomeSilent(kind is FaultKind.CutOff || (kind is FaultKind.CutOneWay && World.Chance(0.5)));
        Later(
            () =>
            {
                cluster.Network.Heal();
                broker.BecomeSilent(false);
            },
            4000);
    }

    // Nobody reaches the next one, everybody is heard by somebody: there is no side that is cut off.
    private void CutRing()
    {
        World.Note("each broker is cut off from the next");
        for (var at = 0; at < cluster.Brokers.Count; at++)
        {
            var next = cluster.Brokers[(at + 1) % cluster.Brokers.Count];
            cluster.Network.Cut(cluster.Brokers[at].Name, next.Name);
        }

        Later(cluster.Network.Heal, 4000);
    }

    private void ChangeMinimum()
    {
        const string key = "min.insync.replicas";
        var value = World.Chance(0.5) ? "1" : "2";
        World.Note($"{key} becomes {value}");
        if (World.Chance(0.5))
        {
            admin.SetDefault(key, value);
        }
        else
        {
            admin.Try(machine => machine.AlterTopicConfigs("strict", [new(key, ConfigOperationKind.Set, value)]));
        }
    }

    private void Reassign()
    {
        var partitions = cluster.Topics
            .SelectMany(topic => topic.Partitions.Select(state => (topic.Name, State: state)))
            .ToList();
        if (partitions.Count == 0)
        {
            return;
        }

        var (name, chosen) = partitions[World.Random.Next(partitions.Count)];
        var replicas = cluster.Brokers.Select(broker => broker.Id).ToArray();
        World.Random.Shuffle(replicas);
        var target = new ReassignmentTarget(
            new TopicPartition(name, chosen.Index), replicas.Take(3).ToImmutableArray());
        admin.Try(machine => machine.AlterReassignments([target]));
    }

    private void DeleteRecords()
    {
        var led = cluster.Topics
            .SelectMany(topic => topic.Partitions.Select(state => (topic.Id, State: state)))
            .Where(entry => entry.State.HasLeader)
            .ToList();
        if (led.Count > 0)
        {
            var (topic, state) = led[World.Random.Next(led.Count)];
            _disks.DeleteRecords(cluster.BrokerOf(state.Leader), new(topic, state.Index));
        }
    }

    private SimulatedBroker? AnyLeader()
    {
        var leaders = cluster.Topics
            .SelectMany(topic => topic.Partitions)
            .Where(partition => partition.HasLeader)
            .Select(partition => cluster.BrokerOf(partition.Leader))
            .ToList();
        return leaders.Count == 0 ? null : leaders[World.Random.Next(leaders.Count)];
    }

    private SimulatedBroker AnyBroker() => cluster.Brokers[World.Random.Next(cluster.Brokers.Count)];

    private void Later(Action undo, int millisecondsMax) => World.At(World.Between(100, millisecondsMax), undo);
}

using Cloud.Embedded.Silos;
using Orleans.Runtime;

namespace Cloud.Embedded.Clusters;

/// <summary>
/// Decides when a silo that others cannot reach is dead, by the rules of Orleans' membership: each active silo probes
/// the others, and one that enough of them miss often enough is declared dead. Probes only while a fault is known,
/// since without one they all succeed.
/// </summary>
internal sealed class FailureDetector(EmbeddedCluster cluster)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SiloAddress, int> _missedProbes = [];
    private ITimer? _timer;

    /// <summary>Call after anything that may make a silo unreachable.</summary>
    public void Start()
    {
        lock (_lock)
        {
            if (_timer is null && cluster.Silos.FirstOrDefault() is { } silo)
            {
                var period = silo.MembershipOptions.ProbeTimeout;
                _timer = cluster.Clock.CreateTimer(
                    static state => ((FailureDetector)state!).Probe(), this, period, period);
            }
        }
    }

    public void Stop()
    {
        lock (_lock)
        {
            _timer?.Dispose();
            _timer = null;
            _missedProbes.Clear();
        }
    }

    private void Probe()
    {
        var members = cluster.Silos.Where(silo => silo.Status == SiloStatus.Active).ToArray();
        var dead = new List<SiloAddress>();
        lock (_lock)
        {
            foreach (var silo in members.Order(YoungestFirst.Instance))
            {
                if (IsDead(silo, members, dead))
                {
                    dead.Add(silo.Address);
                }
            }

            if (!IsAnythingWrong(members))
            {
                Stop();
            }
        }

        foreach (var address in dead)
        {
            cluster.DeclareDead(address);
        }
    }

    private bool IsDead(EmbeddedSilo silo, EmbeddedSilo[] members, List<SiloAddress> alreadyDead)
    {
        var voters = members.Where(other => !ReferenceEquals(other, silo)
            && other.Condition == NodeCondition.Running
            && !alreadyDead.Contains(other.Address)).ToArray();
        var missing = voters.Count(voter => !Reaches(voter, silo));
        var needed = Math.Min(silo.MembershipOptions.NumVotesForDeathDeclaration, Math.Max(1, members.Length - 1));
        if (missing < Math.Min(needed, voters.Length) || missing == 0)
        {
            _missedProbes.Remove(silo.Address);
            return false;
        }

        var missed = _missedProbes.GetValueOrDefault(silo.Address) + 1;
        _missedProbes[silo.Address] = missed;
        if (missed < silo.MembershipOptions.NumMissedProbesLimit)
        {
            return false;
        }

        _missedProbes.Remove(silo.Address);
        return true;
    }

    // Not only what was missed: who could tell of a dead silo may be paused just now.
    private bool IsAnythingWrong(EmbeddedSilo[] members) =>
        !cluster.Network.IsFaultless || members.Any(member => member.Condition != NodeCondition.Running);

    private bool Reaches(EmbeddedSilo from, EmbeddedSilo to) =>
        to.Condition == NodeCondition.Running
        && !cluster.Network.IsCut(from, to)
        && !cluster.Network.IsCut(to, from);

    /// <summary>Of two silos that cannot reach each other the younger goes.</summary>
    private sealed class YoungestFirst : IComparer<EmbeddedSilo>
    {
        public static readonly YoungestFirst Instance = new();

        public int Compare(EmbeddedSilo? x, EmbeddedSilo? y) =>
            y!.Address.Generation.CompareTo(x!.Address.Generation);
    }
}

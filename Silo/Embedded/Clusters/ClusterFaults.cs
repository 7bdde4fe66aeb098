using Cloud.Embedded.Silos;
using Orleans;
using Orleans.Runtime;

namespace Cloud.Embedded.Clusters;

/// <summary>
/// Faults of a cluster, for development and tests. A service of every silo and client. Each method throws
/// <see cref="ArgumentException"/> for an address that is no silo of the cluster.
/// </summary>
public sealed class ClusterFaults
{
    private readonly EmbeddedCluster _cluster;

    internal ClusterFaults(EmbeddedCluster cluster)
    {
        _cluster = cluster;
    }

    /// <summary>
    /// Stops everything on a silo at once: no turn, timer or hook runs there again. The others find out in time
    /// (<see cref="Orleans.Configuration.ClusterMembershipOptions"/>). Its host must be disposed by whoever runs it.
    /// </summary>
    public void Kill(SiloAddress silo)
    {
        Find(silo).Stop();
        _cluster.FailureDetector.Start();
    }

    /// <summary>
    /// Freezes a silo: its turns wait. When it resumes it goes on, unless it was declared dead meanwhile.
    /// </summary>
    public void Pause(SiloAddress silo)
    {
        Find(silo).Pause();
        _cluster.FailureDetector.Start();
    }

    public void Resume(SiloAddress silo) => Find(silo).Resume();

    public bool IsPaused(SiloAddress silo) => Find(silo).Condition == NodeCondition.Paused;

    /// <summary>Ends a grain's activation as if it had been idle for too long: what runs there ends first.</summary>
    /// <returns>When it has ended; false when there was none on the silo.</returns>
    public async Task<bool> Deactivate(SiloAddress silo, GrainId grain)
    {
        var activation = Find(silo).Activations().FirstOrDefault(candidate => candidate.GrainId == grain);
        if (activation is null)
        {
            return false;
        }

        activation.Deactivate(new(DeactivationReasonCode.ActivationIdle, "It is to be idle."));
        await activation.Deactivated;
        return true;
    }

    /// <summary>Loses all messages between two silos, calls and responses.</summary>
    public void CutLink(SiloAddress one, SiloAddress other)
    {
        SetBothWays(one, other, new LinkFault(IsCut: true, TimeSpan.Zero));
        _cluster.FailureDetector.Start();
    }

    /// <summary>Delivers messages between two silos later, in no certain order.</summary>
    public void DelayLink(SiloAddress one, SiloAddress other, TimeSpan delay) =>
        SetBothWays(one, other, new LinkFault(IsCut: false, delay));

    /// <summary>Takes back a cut or a delay.</summary>
    public void HealLink(SiloAddress one, SiloAddress other)
    {
        _cluster.Network.Heal(one, other);
        _cluster.Network.Heal(other, one);
    }

    private void SetBothWays(SiloAddress one, SiloAddress other, LinkFault fault)
    {
        _cluster.Network.Set(Find(one).Address, Find(other).Address, fault);
        _cluster.Network.Set(other, one, fault);
    }

    private EmbeddedSilo Find(SiloAddress address) => _cluster.FindSilo(address)
        ?? throw new ArgumentException($"{address} is no silo of this cluster.", nameof(address));
}

using System.Collections.Concurrent;
using Cloud.Embedded.Silos;
using Cloud.Embedded.Storage;
using Orleans.Runtime;

namespace Cloud.Embedded.Clusters;

/// <summary>
/// One cluster in this process: what its silos and clients share. Found by name, as clusters are; forgotten when the
/// last node has left. Thread-safe.
/// </summary>
internal sealed class EmbeddedCluster
{
    private static readonly Dictionary<string, EmbeddedCluster> Clusters = [];

    private readonly string _key;
    private readonly ConcurrentDictionary<SiloAddress, EmbeddedSilo> _silos = new();
    private readonly HashSet<EmbeddedNode> _nodes = [];
    private int _placements;

    private EmbeddedCluster(string key, TimeProvider clock)
    {
        _key = key;
        Clock = clock;
        Router = new CallRouter(this);
        Membership = new MembershipTable(OnChanged);
        FailureDetector = new FailureDetector(this);
    }

    public TimeProvider Clock { get; }

    public CallRouter Router { get; }

    public GrainDirectory Directory { get; } = new();

    public EmbeddedNetwork Network { get; } = new();

    public MembershipTable Membership { get; }

    public FailureDetector FailureDetector { get; }

    public MemoryGrainStorages MemoryStorages { get; } = new();

    public IEnumerable<EmbeddedSilo> Silos => _silos.Values;

    /// <summary>Joins a node to the cluster of this name, which the first one founds.</summary>
    public static TNode Join<TNode>(
        string serviceId, string clusterId, TimeProvider clock, Func<EmbeddedCluster, TNode> create)
        where TNode : EmbeddedNode
    {
        lock (Clusters)
        {
            var key = $"{serviceId}/{clusterId}";
            if (!Clusters.TryGetValue(key, out var cluster))
            {
                cluster = new EmbeddedCluster(key, clock);
                Clusters.Add(key, cluster);
            }

            var node = create(cluster);
            cluster._nodes.Add(node);
            if (node is EmbeddedSilo silo)
            {
                cluster._silos[silo.Address] = silo;
            }

            return node;
        }
    }

    public void Leave(EmbeddedNode node)
    {
        lock (Clusters)
        {
            _nodes.Remove(node);
            if (_nodes.Count == 0)
            {
                FailureDetector.Stop();
                Clusters.Remove(_key);
                return;
            }

            // A silo that was killed stays known, and its grains with it, until the others have noticed.
            if (node is not EmbeddedSilo silo || silo.Status is SiloStatus.Dead or SiloStatus.None)
            {
                Directory.RemoveAll(node);
                _silos.TryRemove(node.Address, out _);
            }
            else
            {
                FailureDetector.Start();
            }
        }
    }

    public EmbeddedSilo? FindSilo(SiloAddress address) => _silos.GetValueOrDefault(address);

    public EmbeddedSilo[] ActiveSilos() => [.. _silos.Values.Where(silo => silo.IsActive)];

    /// <summary>The silo that a client's next call enters by: each in turn.</summary>
    public EmbeddedSilo AnyActiveSilo()
    {
        var silos = ActiveSilos();
        return silos.Length > 0
            ? silos[(uint)Interlocked.Increment(ref _placements) % silos.Length]
            : throw new SiloUnavailableException($"Cluster {_key} has no active silo.");
    }

    /// <summary>
    /// The verdict of the membership: the silo's grains are gone, and it is stopped if it still runs.
    /// </summary>
    public bool DeclareDead(SiloAddress address)
    {
        if (!Membership.Update(address, SiloStatus.Dead))
        {
            return false;
        }

        if (FindSilo(address) is { } silo)
        {
            silo.OnDeclaredDead();
            Directory.RemoveAll(silo);
            FailCallsTo(silo);
            ForgetIfLeft(silo);
            Network.Forget(address);
        }

        return true;
    }

    private void FailCallsTo(EmbeddedSilo silo)
    {
        // Whoever sends a call notes its target, then looks whether that is lost; here it is the other way round.
        // Without this each could miss what the other wrote.
        Interlocked.MemoryBarrierProcessWide();
        EmbeddedNode[] nodes;
        lock (Clusters)
        {
            nodes = [.. _nodes];
        }

        foreach (var node in nodes)
        {
            node.Outstanding.Fail(
                call => ReferenceEquals(call.Target?.Node, silo),
                call => new SiloUnavailableException($"The target silo became unavailable for message: {call}."));
        }
    }

    private void ForgetIfLeft(EmbeddedSilo silo)
    {
        lock (Clusters)
        {
            if (!_nodes.Contains(silo))
            {
                _silos.TryRemove(silo.Address, out _);
            }
        }
    }

    private void OnChanged(SiloAddress address, SiloStatus status)
    {
        foreach (var silo in _silos.Values)
        {
            silo.OnMemberChanged(address, status);
        }
    }
}

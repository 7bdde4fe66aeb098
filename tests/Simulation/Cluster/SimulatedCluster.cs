using Cloud.Core.Controller;
using Cloud.Core.Controller.State;
using Cloud.Core.Replication;
using Cloud.Protocol;
using Cloud.Simulation.Cluster.Brokers;
using Cloud.Simulation.Cluster.Checks;
using Cloud.Simulation.Cluster.Clients;
using Cloud.Simulation.Cluster.Controllers;
using Cloud.Simulation.Worlds;

namespace Cloud.Simulation.Cluster;

/// <summary>
/// Brokers, their controller and what lies between them, in one world. Owns all of it; the parts find each other here.
/// One thread.
/// </summary>
internal sealed class SimulatedCluster
{
    public const string ClusterId = "simulated";

    private readonly HashSet<string> _cutOffFromStore = [];
    private readonly HashSet<BrokerId> _uninformed = [];
    private readonly HashSet<BrokerId> _unreplicated = [];

    public SimulatedCluster(int seed, ClusterOptions options)
    {
        World = new(seed, options.WriteTrace);
        Options = options with { Replication = SomePushes(options.Replication) };
        Network = new(World);
        Store = new(World);
        Checks = new(World);
        Store.Stored += Checks.Promises.Assigned;
        Seat = new(this);
        Membership = new(this);
        var count = options.BrokerCount ?? SomeBrokers();
        Brokers = [.. Enumerable.Range(1, count).Select(id => new SimulatedBroker(this, id))];
    }

    public ClusterOptions Options { get; }

    public World World { get; }

    public SimulatedNetwork Network { get; }

    public SimulatedStore Store { get; }

    public ClusterChecks Checks { get; }

    public ControllerSeat Seat { get; }

    public Membership Membership { get; }

    public IReadOnlyList<SimulatedBroker> Brokers { get; }

    public List<SimulatedProducer> Producers { get; } = [];

    /// <summary>Producers finish what they began and begin nothing more.</summary>
    public bool IsDraining { get; set; }

    /// <summary>How many requests to cut a log come once more, long after they were answered.</summary>
    public double LateCutProbability { get; set; }

    public int LateCutCount { get; set; }

    /// <summary>The topics as the store has them.</summary>
    public IEnumerable<TopicState> Topics => Store.Topics;

    /// <summary>The request may have been done or not, or cannot be done now: worth another try.</summary>
    public static bool IsUnanswered(Exception error) =>
        error is TimeoutException or ReplicaUnavailableException
            or ControllerDeposedException or ObjectDisposedException;

    public SimulatedBroker BrokerOf(BrokerId id) => Brokers[id.Value - 1];

    public void Start()
    {
        foreach (var broker in Brokers)
        {
            broker.Start();
        }

        Seat.Start();
        Membership.Poll();
    }

    /// <summary>Asks whoever is taken for the controller.</summary>
    public Task<T> AskController<T>(
        SimulatedProcess from, Func<ControllerInstance, Task<T>> ask, bool mayRepeat = false)
    {
        var controller = Seat.Find();
        return controller is null
            ? Task.FromException<T>(new ReplicaUnavailableException("there is no controller"))
            : Network.Call(
                from, controller.Process.Name, () => controller, found => Noticing(found, ask), mayRepeat);
    }

    public bool IsStoreCutOffFrom(string broker) => _cutOffFromStore.Contains(broker);

    public void CutStoreOff(string broker) => _cutOffFromStore.Add(broker);

    /// <summary>The controller's answers and news do not reach the broker; all else does.</summary>
    public bool IsUninformed(BrokerId broker) => _uninformed.Contains(broker);

    public void KeepUninformed(BrokerId broker) => _uninformed.Add(broker);

    /// <summary>No leader reaches this broker's replicas, nor do its own leaders reach others.</summary>
    public bool AreReplicasApart(BrokerId one, BrokerId other) =>
        _unreplicated.Contains(one) || _unreplicated.Contains(other);

    public void KeepReplicasOff(BrokerId broker) => _unreplicated.Add(broker);

    public void MendReplicas(BrokerId broker)
    {
        _unreplicated.Remove(broker);
        _uninformed.Remove(broker);
    }

    public void Heal()
    {
        Network.Heal();
        _cutOffFromStore.Clear();
        _uninformed.Clear();
        _unreplicated.Clear();
    }

    public bool IsWriteCached(TopicIdPartition partition) =>
        Topics.FirstOrDefault(topic => topic.Id == partition.TopicId) is { } topic
        && topic.Configs.GetValueOrDefault("write.caching") == "true";

    // With short pushes a follower is behind for longer, and there are more moments to be elected in.
    private ReplicationOptions SomePushes(ReplicationOptions replication) =>
        World.Chance(0.4) ? replication with { PushBytesMax = replication.PushBytesMax / 8 } : replication;

    /// <summary>As it is stored now.</summary>
    public bool IsLeader(BrokerId broker, LeaderEpoch epoch, TopicIdPartition partition) => Topics.Any(topic =>
        topic.Id == partition.TopicId
        && topic.Partitions[partition.Partition] is var state
        && state.Leader == broker
        && state.LeaderEpoch == epoch);

    private int SomeBrokers() => World.Chance(0.7) ? 3 : World.Random.Next(4, 6);

    public string NameOf(TopicIdPartition partition) =>
        $"{Topics.FirstOrDefault(topic => topic.Id == partition.TopicId)?.Name}-{partition.Partition}";

    private static async Task<T> Noticing<T>(ControllerInstance controller, Func<ControllerInstance, Task<T>> ask)
    {
        try
        {
            return await ask(controller);
        }
        catch (ControllerDeposedException)
        {
            controller.Depose();
            throw;
        }
    }
}

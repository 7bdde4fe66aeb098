using System.Collections.Immutable;
using Cloud.Core.Controller.State;
using Cloud.Core.Partitions.Producing;
using Cloud.Protocol;
using Cloud.Simulation.Cluster.Checks;
using Cloud.Simulation.Cluster.Clients;
using Cloud.Simulation.Cluster.Faults;
using Cloud.Simulation.Worlds;

namespace Cloud.Simulation.Cluster;

/// <summary>One seed from start to rest: load and faults for a while, then healing, then all must be well.</summary>
internal sealed class ClusterRun
{
    private const long StepsMax = 400_000;
    private const int RestCheckSteps = 200;

    private readonly SimulatedCluster _cluster;
    private readonly SimulatedAdmin _admin;
    private readonly Nemesis _nemesis;
    private readonly TopicChurn _churn;
    private readonly List<SimulatedProducer> _producers = [];
    private readonly List<SimulatedReader> _readers = [];
    private readonly ClusterOptions _options;

    private ClusterRun(int seed, ClusterOptions options)
    {
        _options = options;
        _cluster = new(seed, options);
        _admin = new(_cluster, World.AddProcess("admin"));
        _nemesis = new(_cluster, _admin);
        _churn = new(_cluster, _admin, topic => AddClients(topic, Acks.All)) { GiveUp = GiveUp };
    }

    private World World => _cluster.World;

    /// <exception cref="SimulationViolationException">A rule was broken.</exception>
    public static RunReport Run(int seed, ClusterOptions options)
    {
        // A test framework's context would take the continuations away from the world.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return new ClusterRun(seed, options).Run();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private RunReport Run()
    {
        _cluster.Start();
        CreateTopics();
        StepUntil(() => _producers.Count >= 6, "the topics are made");
        _nemesis.Start();
        if (World.Chance(0.3))
        {
            _churn.Begin();
        }

        var end = World.Milliseconds + _options.FaultMilliseconds;
        StepUntil(() => World.Milliseconds >= end, "time passes");
        _nemesis.Heal();
        _churn.IsStopped = true;
        World.Note("healed");
        Rest();
        return Report();
    }

    private void CreateTopics()
    {
        Create("strict", [("min.insync.replicas", "2"), .. SomeSegments()]);
        Create("cached", [("write.caching", "true"), .. SomeSegments()]);
    }

    // No topic may ask for segments of less than a megabyte; what is full first is the index. A segment has some 4 KiB.
    private (string Key, string Value)[] SomeSegments() =>
        World.Chance(0.5) ? [("index.interval.bytes", "512"), ("segment.index.bytes", "64")] : [];

    private void Create(string name, (string Key, string Value)[] configs) => _admin.CreateTopic(
        name,
        partitions: 1,
        configs.ToImmutableSortedDictionary(entry => entry.Key, entry => entry.Value),
        topic => AddClients(topic, Acks.All, Acks.All, Acks.Leader));

    private void GiveUp(TopicState topic)
    {
        foreach (var producer in _producers.Where(producer => producer.Partition.TopicId == topic.Id))
        {
            producer.IsGivenUp = true;
        }

        foreach (var reader in _readers.Where(reader => reader.Partition.TopicId == topic.Id))
        {
            reader.IsGivenUp = true;
        }
    }

    private void AddClients(TopicState topic, params Acks[] all)
    {
        var partition = new TopicIdPartition(topic.Id, 0);
        foreach (var acks in all)
        {
            var number = _producers.Count + 1;
            var process = World.AddProcess($"producer-{number}");
            _producers.Add(new(_cluster, process, number, partition, acks));
            _producers[^1].Start();
        }

        _readers.Add(new(_cluster, World.AddProcess($"reader-{topic.Name}"), partition));
        _readers[^1].Start();
    }

    private void Rest()
    {
        var healed = World.StepCount;
        var start = World.Milliseconds;
        StepUntil(() => World.Milliseconds > start + 3000, "time passes");
        _cluster.IsDraining = true;
        while (RestCheck.Missing(_cluster, _producers, _readers) is { } missing)
        {
            World.Check(World.StepCount - healed < _options.HealStepsMax, $"I8: no rest after healing: {missing}");
            StepMany(RestCheckSteps);
        }
    }

    private void StepUntil(Func<bool> isDone, string what)
    {
        while (!isDone())
        {
            World.Check(World.StepCount < StepsMax, $"{what} within {StepsMax} steps");
            StepMany(1);
        }
    }

    private void StepMany(int count)
    {
        for (var step = 0; step < count; step++)
        {
            World.Step();
            World.ThrowIfViolated();
        }
    }

    private RunReport Report() => new(
        World.Seed,
        World.StepCount,
        _cluster.Checks.AcknowledgedCount,
        _cluster.Checks.Logs.Sum(log => log.EndOffset),
        RestCheck.LostCount(_cluster),
        World.TraceHash,
        [.. _nemesis.Counts])
    {
        LostMessageCount = _cluster.Network.LostCount,
        RepeatedMessageCount = _cluster.Network.DuplicateCount,
        DeletedTopicCount = _churn.DeletionCount,
        ResignationCount = _cluster.Checks.ResignationCount,
        LateCutCount = _cluster.LateCutCount,
        StoreTimeoutCount = _cluster.Store.TimeoutCount,
        TakeOverCount = _cluster.Seat.TakeOverCount,
        VerdictCount = _cluster.Membership.VerdictCount,
    };
}

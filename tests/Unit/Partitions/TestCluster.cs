using System.Collections.Immutable;
using Cloud.Core.Partitions;
using Cloud.Core.Partitions.Broker;
using Cloud.Core.Partitions.Producing;
using Cloud.Core.Replication;
using Cloud.Core.Replication.Messages;
using Cloud.Core.Storage.Configuration;
using Cloud.Protocol;
using Cloud.Protocol.Records;
using Cloud.Simulation.Scheduling;
using Cloud.Unit.Replication;
using Cloud.Unit.Storage.Logs;

namespace Cloud.Unit.Partitions;

/// <summary>
/// Brokers with real logs on simulated disks, one topic of one partition, one thread, time that is told. Brokers are
/// numbered from 1; the first leads.
/// </summary>
internal sealed class TestCluster
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(50);

    private readonly SeededScheduler _scheduler;
    private readonly Random _random;
    private readonly List<Task> _ticks = [];

    public TestCluster(
        int brokers = 3,
        int minIsr = 2,
        int seed = 1,
        bool isWriteCaching = false,
        IReplicationRules? rules = null,
        Dictionary<string, string>? brokerConfig = null)
    {
        BrokerOptions = new() { Compactor = new() { KeySecret = (1, 2) }, TopicDefaults = brokerConfig ?? [] };
        (_scheduler, _random) = (new(seed), new(seed));
        var chosen = rules ?? StoryRules.Current;
        Clock = new(DateTimeOffset.FromUnixTimeMilliseconds(LogFixture.Noon.Milliseconds));
        Network = new(Clock) { Receive = Receive };
        var configs = new Dictionary<string, string>
        {
            [TopicConfigKeys.MinInSyncReplicas] = $"{minIsr}",
            [TopicConfigKeys.WriteCaching] = isWriteCaching ? "true" : "false",
        };
        Controller = new("orders", [.. Enumerable.Range(1, brokers)], configs.ToImmutableSortedDictionary());
        Brokers = [.. Enumerable.Range(1, brokers).Select(id => new TestBroker(this, id) { Rules = chosen })];
        foreach (var broker in Brokers)
        {
            broker.Start();
        }

        Publish();
        Settle();
    }

    public VirtualClock Clock { get; }

    public TestNetwork Network { get; }

    public TestController Controller { get; }

    public IReadOnlyList<TestBroker> Brokers { get; }

    public ReplicationOptions Options { get; } = new() { LagTimeMax = TimeSpan.FromSeconds(10) };

    public BrokerOptions BrokerOptions { get; }

    public TopicIdPartition Partition => new(Controller.Topic.Id, 0);

    /// <summary>The committed in-sync replicas, sorted.</summary>
    public IEnumerable<int> Isr => Controller.Partition.Isr.Select(broker => broker.Value).Order();

    public TestBroker this[int id] => Brokers[id - 1];

    public PartitionReplica ReplicaOn(int id) => this[id].Replica;

    public Offset HighWatermarkOn(int id) => ReplicaOn(id).View.HighWatermark;

    public Offset LogEndOn(int id) => ReplicaOn(id).View.Log!.LogEndOffset;

    /// <summary>Tells brokers what is committed; all that are up when none is named.</summary>
    public void Publish(params int[] ids)
    {
        var delta = Controller.Snapshot();
        foreach (var broker in Brokers)
        {
            if (broker.Replicas is { } replicas && (ids.Length == 0 || ids.Contains(broker.Id.Value)))
            {
                Run(() => replicas.Apply(delta));
            }
        }
    }

    public void Configure(params (string Key, string Value)[] configs)
    {
        foreach (var (key, value) in configs)
        {
            Controller.Configure(key, value);
        }

        Publish();
    }

    public void Elect(int leader, params int[] isr)
    {
        Controller.Elect(leader, isr);
        Publish();
    }

    public Task<AppendReply> Produce(
        int broker, int records = 1, Acks acks = Acks.All, TimeSpan? timeout = null, RecordBatchOptions? options = null)
    {
        var batch = LogFixture.Batch(records, timestamp: Instant.From(Clock.GetUtcNow()), options: options);
        return ProduceBatch(broker, batch, acks, timeout ?? TimeSpan.FromSeconds(30));
    }

    public Task<AppendReply> ProduceBatch(int broker, byte[] batch, Acks acks, TimeSpan timeout)
    {
        var replicas = this[broker].Replicas!;
        return _scheduler.Start(() => replicas.Append(Partition, new([batch], acks, timeout)));
    }

    /// <summary>Produces with acks=all and waits for the answer.</summary>
    public AppendReply ProduceAndWait(int broker, int records = 1) => Wait(Produce(broker, records));

    public T Wait<T>(Task<T> task)
    {
        RunUntil(() => task.IsCompleted);
        return task.GetAwaiter().GetResult();
    }

    public T Call<T>(Func<Task<T>> work) => Wait(_scheduler.Start(work));

    public void Run(Func<Task> work)
    {
        var task = _scheduler.Start(work);
        RunUntil(() => task.IsCompleted);
        task.GetAwaiter().GetResult();
    }

    public Task<T> Start<T>(Func<Task<T>> work) => _scheduler.Start(work);

    /// <summary>Until nothing is left to do but to wait for time.</summary>
    public void Settle()
    {
        while (RunOneStep())
        {
            // Each step may make others ready.
        }
    }

    /// <summary>Lets time pass, with ticks, and everything happen that it brings about.</summary>
    public void Pass(TimeSpan duration)
    {
        var end = Clock.Elapsed + duration;
        while (Clock.Elapsed < end)
        {
            AdvanceOneTick();
        }

        Settle();
    }

    public void RunUntil(Func<bool> isDone)
    {
        var limit = Clock.Elapsed + TimeSpan.FromMinutes(5);
        while (!isDone())
        {
            if (!RunOneStep())
            {
                Assert.True(Clock.Elapsed < limit, "Nothing happens any more.");
                AdvanceOneTick();
            }
        }
    }

    /// <summary>Runs one piece of whatever is ready; false when nothing is.</summary>
    public bool RunOneStep()
    {
        var start = _random.Next(Brokers.Count + 1);
        for (var i = 0; i <= Brokers.Count; i++)
        {
            var at = (start + i) % (Brokers.Count + 1);
            if (at == 0 ? _scheduler.RunOne() : Brokers[at - 1].RunDisk())
            {
                return true;
            }
        }

        return false;
    }

    private void AdvanceOneTick()
    {
        var next = Clock.Elapsed + TickInterval;
        while (Clock.AdvanceTo(next))
        {
            Settle();
        }

        foreach (var broker in Brokers)
        {
            if (broker.Replicas is { } replicas)
            {
                _ticks.Add(_scheduler.Start(replicas.Tick));
            }
        }

        Settle();
        _ticks.ForEach(tick => Assert.False(tick.IsFaulted, $"{tick.Exception}"));
        _ticks.RemoveAll(tick => tick.IsCompleted);
    }

    private Task<ReplicaReply> Receive(BrokerId to, ReplicaRequest request) => this[to.Value].Replicas is { } replicas
        ? replicas.Answer(request)
        : throw new ReplicaUnavailableException($"broker {to} is down");
}

using Cloud.Embedded.Clusters;
using Cloud.Grains.Interfaces.Metadata;
using Cloud.Integration.Brokers;

namespace Cloud.Integration.EmbeddedFaults;

/// <summary>
/// Producers that never rest while one broker after the other is killed, paused, cut off and stopped. Each partition
/// has a producer of its own. Faults come by turns, and each ends when everything is in sync again.
/// </summary>
internal sealed class Soak(BrokerCluster cluster)
{
    private const int BatchesDuringFault = 5;

    private readonly List<(TopicMetadata Topic, TestProducer Producer, int Partition)> _streams = [];
    private readonly CancellationTokenSource _ending = new();
    private readonly List<Task> _running = [];

    public int RoundCount { get; private set; }

    public int AcknowledgedCount => _streams.Sum(stream => stream.Producer.Acknowledged.Count);

    public int RetryCount => _streams.Sum(stream => stream.Producer.RetryCount);

    public async Task Begin()
    {
        foreach (var (name, isWriteCached) in ((string, string)[])[("strict", "false"), ("cached", "true")])
        {
            var topic = await cluster.CreateTopic(
                name,
                partitions: 2,
                replicationFactor: 3,
                ("min.insync.replicas", "2"),
                ("write.caching", isWriteCached),
                ("segment.bytes", "1048576"),
                ("retention.ms", "-1"));
            for (var partition = 0; partition < 2; partition++)
            {
                var producer = await TestProducer.Create(cluster, topic, partition);
                _streams.Add((topic, producer, partition));
                _running.Add(Produce(producer));
            }
        }
    }

    /// <summary>One fault of each kind, each on another broker than the last round's.</summary>
    public async Task Round()
    {
        var victim = RoundCount++ % 3;
        await During(() => cluster.Kill(victim), () => cluster.Start(victim));
        await During(() => Pause(victim), () => Replace(victim));
        await During(() => CutOff(victim), () => Reconnect(victim));
        await During(() => cluster.Stop(victim), () => cluster.Start(victim));
    }

    public async Task End()
    {
        await _ending.CancelAsync();
        await Task.WhenAll(_running);
    }

    /// <summary>What was acknowledged is there, once, in the order in which it was sent; and nothing else.</summary>
    public async Task NothingIsLostDoubledOrReordered()
    {
        foreach (var (topic, producer, partition) in _streams)
        {
            var leader = (await cluster.Describe(topic.Name, partition)).Leader;
            var numbers = await TestReader.ReadAll(cluster, topic, leader, partition);
            var recordCount = producer.Acknowledged.Count * TestProducer.RecordsPerBatch;
            Assert.Equal(Enumerable.Range(0, recordCount), numbers);
            Assert.Equal(
                Enumerable.Range(0, producer.Acknowledged.Count)
                    .Select(batch => (long)batch * TestProducer.RecordsPerBatch),
                producer.Acknowledged);
        }
    }

    /// <summary>Of brokers that have stopped: every replica of a partition has the same bytes.</summary>
    public void ReplicasAreByteIdentical()
    {
        foreach (var (topic, _, partition) in _streams)
        {
            var logs = Enumerable.Range(0, 3).Select(broker => LogOf(broker, $"{topic.Name}-{partition}")).ToList();
            Assert.NotEmpty(logs[0]);
            Assert.All(logs, log => Assert.True(log.AsSpan().SequenceEqual(logs[0]), $"{topic.Name}-{partition}"));
        }
    }

    // Where a replica begins a new segment is its own affair.
    private byte[] LogOf(int broker, string partition) =>
    [
        .. Directory.GetFiles(Path.Combine(cluster.FolderOf(broker), partition), "*.log")
            .Order(StringComparer.Ordinal)
            .SelectMany(File.ReadAllBytes),
    ];

    private async Task Produce(TestProducer producer)
    {
        while (!_ending.IsCancellationRequested)
        {
            await producer.Send();
        }
    }

    private async Task During(Func<Task> fault, Func<Task> repair)
    {
        await fault();
        await Progress();
        await repair();
        await AllAreInSync();
    }

    // Two of three replicas are left: every partition goes on.
    private async Task Progress()
    {
        var targets = _streams.Select(stream => stream.Producer.Acknowledged.Count + BatchesDuringFault).ToList();
        for (var index = 0; index < targets.Count; index++)
        {
            var (stream, target) = (_streams[index], targets[index]);
            await Eventually.Is(
                () => Task.FromResult(stream.Producer.Acknowledged.Count),
                count => count >= target,
                $"{stream.Topic.Name}-{stream.Partition} takes records");
        }
    }

    private async Task AllAreInSync()
    {
        foreach (var (topic, _, partition) in _streams)
        {
            await Eventually.Is(
                () => cluster.Describe(topic.Name, partition),
                state => state.Isr.Length == 3,
                $"{topic.Name}-{partition} is in sync");
        }
    }

    private Task Pause(int broker)
    {
        Faults.Pause(cluster.AddressOf(broker));
        return Task.CompletedTask;
    }

    // The others have declared it dead: when it wakes up it ends itself, and is started anew.
    private async Task Replace(int broker)
    {
        Faults.Resume(cluster.AddressOf(broker));
        await cluster.Kill(broker);
        await cluster.Start(broker);
    }

    private Task CutOff(int broker)
    {
        foreach (var other in cluster.Brokers.Where(other => other != broker))
        {
            Faults.CutLink(cluster.AddressOf(broker), cluster.AddressOf(other));
        }

        return Task.CompletedTask;
    }

    private async Task Reconnect(int broker)
    {
        var address = cluster.AddressOf(broker);
        foreach (var other in cluster.Brokers.Where(other => other != broker))
        {
            Faults.HealLink(address, cluster.AddressOf(other));
        }

        await cluster.Kill(broker);
        await cluster.Start(broker);
    }

    private ClusterFaults Faults => cluster.FaultsOfRuntime<ClusterFaults>();
}

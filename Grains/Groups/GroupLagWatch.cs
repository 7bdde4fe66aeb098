using Cloud.Core.Controller.Metadata;
using Cloud.Core.Groups.Hosting;
using Cloud.Grains.Brokers;
using Cloud.Grains.Interfaces.Partitions;
using Cloud.Grains.Partitions;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Grains.Groups;

/// <summary>
/// Measures the lag of the groups that this broker coordinates, now and then and only while somebody listens: the ends
/// are asked of the partitions' leaders, each once a round. Started and stopped once.
/// </summary>
internal sealed class GroupLagWatch(
    BrokerRuntime broker,
    BrokerIdentity identity,
    LocalPartitions partitions,
    IGrainFactory grains,
    GroupInstruments instruments,
    TimeProvider clock) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private const int AskedAtOnce = 32;
    private const int Stage = ServiceLifecycleStage.Active + 2000;

    private static readonly OffsetCommand Latest = new(Timestamp: -1);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _ending = new();
    private Task _rounds = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(GroupLagWatch),
        Stage,
        _ =>
        {
            _rounds = Run();
            return Task.CompletedTask;
        },
        async _ =>
        {
            await _ending.CancelAsync();
            await _rounds;
        });

    public void Dispose() => _ending.Dispose();

    /// <summary>One round.</summary>
    public async Task Measure()
    {
        var commits = await broker.Groups.CommittedOffsets();
        var image = broker.Member.Image;
        var ends = new Dictionary<TopicPartition, long>();
        foreach (var some in commits.Select(commit => commit.Partition).Distinct().Chunk(AskedAtOnce))
        {
            var asked = await Task.WhenAll(some.Select(partition => EndOf(partition, image)));
            foreach (var (partition, end) in some.Zip(asked).Where(pair => pair.Second is not null))
            {
                ends[partition] = end!.Value;
            }
        }

        instruments.SetLag([.. commits.Where(commit => ends.ContainsKey(commit.Partition)).Select(commit =>
            ToLag(commit, ends[commit.Partition]))]);
    }

    private static GroupLag ToLag(GroupCommit commit, long end) => new(
        commit.GroupId,
        commit.Partition.Topic,
        commit.Partition.Partition,
        Math.Max(0, end - commit.Committed.Value));

    private async Task Run()
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token))
            {
                if (instruments.IsLagWanted)
                {
                    await Measure();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The silo ends.
        }
    }

    // Null where nobody knows at present: the next round asks again.
    private async Task<long?> EndOf(TopicPartition partition, MetadataImage image)
    {
        if (image.Find(partition.Topic) is not { } topic || partition.Partition >= topic.Partitions.Length)
        {
            return null;
        }

        var leader = topic.Partitions[partition.Partition].Leader;
        var id = new TopicIdPartition(topic.Id, partition.Partition);
        try
        {
            var answer = leader == identity.BrokerId
                ? partitions.FindOffset(id, Latest)
                : await grains.GetGrain<IPartitionGrain>(
                    new PartitionKey(topic.Id.Value, id.Partition, leader.Value).ToString()).FindOffset(Latest);
            return answer.Error is KafkaError.None ? answer.Offset : null;
        }
        catch (Exception error) when (Unanswered.Is(error))
        {
            return null;
        }
    }
}

using Cloud.Grains.Interfaces.Metadata;
using Cloud.Grains.Interfaces.Partitions;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Records;

namespace Cloud.Benchmarks.Broker;

/// <summary>A partition as a gateway appends to it: on its leader's silo, without a grain call. Any thread.</summary>
internal sealed class LeaderPartition(ILocalPartitions leader, TopicIdPartition partition, LeaderEpoch epoch)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    public static LeaderPartition[] Of(MeasuredBrokers brokers, TopicMetadata topic) =>
    [
        .. topic.Partitions.Select(partition => new LeaderPartition(
            brokers.PartitionsOf(partition.Leader),
            new(new(topic.TopicId), partition.Index),
            new(partition.LeaderEpoch))),
    ];

    /// <param name="batch">Borrowed until the task ends.</param>
    public async Task Append(Memory<byte>[] batch, short acks)
    {
        // As a producer sends it: the log wrote its own offset there the last time.
        RecordBatchPatch.SetBaseOffsetAndEpoch(batch[0].Span, Offset.Zero, LeaderEpoch.None);
        var answer = await leader.Append(partition, batch, acks, Timeout, epoch);
        Invariant.Holds(answer.Error is KafkaError.None);
    }
}

using Cloud.Client;
using Cloud.Protocol;

namespace Cloud.Cli.Records;

/// <summary>Where the partitions ended when reading began; tells when that is reached.</summary>
internal sealed class PartitionEnds(IReadOnlyDictionary<TopicPartition, Offset> ends)
{
    public static async Task<PartitionEnds> Find(
        IAdminClient admin, TopicDescription topic, IsolationLevel isolation, CancellationToken cancellationToken)
    {
        var results = await admin.ListOffsetsAsync(
            topic.Partitions.ToDictionary(
                partition => new TopicPartition(topic.Name, partition.Index), _ => OffsetSpec.Latest),
            isolation,
            cancellationToken);
        return new(results.ThrowIfAnyFailed().Successes.ToDictionary(end => end.Key, end => end.Value.Offset));
    }

    /// <summary>Whether it has partitions, and has come to the end of each.</summary>
    public bool AreReached<TKey, TValue>(IConsumer<TKey, TValue> consumer)
    {
        var assigned = consumer.Assignment;
        return assigned.Count > 0 && assigned.All(partition => IsReached(consumer, partition));
    }

    /// <summary>Whether nothing is to be read of it from there on.</summary>
    public bool IsEnd(TopicPartition partition, Offset offset) =>
        !ends.TryGetValue(partition, out var end) || offset >= end;

    private bool IsReached<TKey, TValue>(IConsumer<TKey, TValue> consumer, TopicPartition partition)
    {
        try
        {
            return !ends.TryGetValue(partition, out var end) || consumer.PositionOf(partition) >= end;
        }
        catch (InvalidOperationException)
        {
            // It went to another member a moment ago.
            return false;
        }
    }
}

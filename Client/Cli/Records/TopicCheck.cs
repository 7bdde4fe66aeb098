using Cloud.Cli.Hosting;
using Cloud.Cli.Output;
using Cloud.Client;
using Cloud.Protocol.Errors;

namespace Cloud.Cli.Records;

/// <summary>
/// Finds out that a topic or a partition is missing before anything is done: clients would wait for it to come to be.
/// </summary>
internal static class TopicCheck
{
    /// <exception cref="ClientException">It is not there, or cannot be asked for.</exception>
    public static async Task<TopicDescription> Exists(
        CommandContext context, string topic, CancellationToken cancellationToken)
    {
        await using var admin = context.NewAdmin();
        var result = (await admin.DescribeTopicsAsync([topic], cancellationToken))[topic];
        return result.Failure is { Error: KafkaError.UnknownTopicOrPartition } missing
            ? throw new ClientException(
                missing.Error, $"There is no topic '{topic}'; 'cloud topics create {topic}' creates it.", missing)
            : result.Value;
    }

    /// <exception cref="UsageException">The topic does not have one of these partitions.</exception>
    public static void HasPartitions(TopicDescription topic, IEnumerable<int> wanted)
    {
        var partitions = topic.Partitions.Select(partition => partition.Index).ToArray();
        if (wanted.Except(partitions).ToArray() is [var absent, ..])
        {
            throw new UsageException(
                $"{topic.Name} has {Quantities.Count(partitions.Length, "partition")}; {absent} is none of them.");
        }
    }
}

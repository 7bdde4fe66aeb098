using Cloud.Cli.Hosting;
using Cloud.Client;
using Cloud.Protocol.Errors;

namespace Cloud.Cli.Records;

/// <summary>
/// Finds out that a topic is missing before anything is done: clients would wait for it to come to be.
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
}

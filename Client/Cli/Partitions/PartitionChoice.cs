using Cloud.Cli.Options;
using Cloud.Client;
using Cloud.Protocol;

namespace Cloud.Cli.Partitions;

/// <summary>Finds out which partitions are meant by topics as they are typed.</summary>
internal static class PartitionChoice
{
    /// <param name="texts">Each as <see cref="TopicPartitionText"/> reads it.</param>
    /// <exception cref="ClientException">A topic that is meant as a whole is not there.</exception>
    public static async Task<IReadOnlyList<TopicPartition>> Find(
        IAdminClient admin, IEnumerable<string> texts, CancellationToken cancellationToken)
    {
        var wanted = texts.Select(TopicPartitionText.Parse).ToArray();
        var whole = wanted.Where(one => one.Partitions is null).Select(one => one.Topic).ToArray();
        var topics = (await admin.DescribeTopicsAsync(whole, cancellationToken)).ThrowIfAnyFailed();
        return
        [
            .. from one in wanted
               from partition in one.Partitions ?? topics[one.Topic].Value.Partitions.Select(found => found.Index)
               select new TopicPartition(one.Topic, partition),
        ];
    }
}

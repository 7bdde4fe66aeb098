using Cloud.Gateway.Dispatch;
using Cloud.Grains.Interfaces.Partitions;
using Cloud.Protocol;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Handlers;

/// <summary>
/// DescribeLogDirs, versions 1 to 4: this broker's data folders and the logs in them. Differs from Kafka: a log that
/// has failed is left out, and none ever moves from one folder to another.
/// </summary>
internal sealed class DescribeLogDirsHandler(ILocalPartitions partitions)
    : RequestHandler<DescribeLogDirsRequest, DescribeLogDirsResponse>(SupportedApis.DescribeLogDirs)
{
    protected override ValueTask<DescribeLogDirsResponse?> Handle(DescribeLogDirsRequest request, RequestScope scope)
    {
        var wanted = request.Topics is { } topics
            ? topics.SelectMany(topic => topic.Partitions.Select(index => new TopicPartition(topic.Topic, index)))
                .ToHashSet()
            : null;
        return new(new DescribeLogDirsResponse
        {
            Results = [.. partitions.DescribeFolders().Select(folder => Describe(folder, wanted))],
        });
    }

    private static DescribeLogDirsResponse.Result Describe(LocalFolder folder, HashSet<TopicPartition>? wanted) => new()
    {
        LogDir = folder.Path,
        TotalBytes = folder.TotalBytes,
        UsableBytes = folder.UsableBytes,
        Topics =
        [
            .. folder.Logs.Where(log => wanted is null || wanted.Contains(log.Partition))
                .GroupBy(log => log.Partition.Topic)
                .OrderBy(topic => topic.Key, StringComparer.Ordinal)
                .Select(topic => new DescribeLogDirsResponse.Topic
                {
                    Name = topic.Key,
                    Partitions = [.. topic.OrderBy(log => log.Partition.Partition).Select(Describe)],
                }),
        ],
    };

    private static DescribeLogDirsResponse.Partition Describe(LocalLog log) => new()
    {
        PartitionIndex = log.Partition.Partition,
        PartitionSize = log.ByteCount,
        OffsetLag = log.OffsetLag,
    };
}

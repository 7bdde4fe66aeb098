using Cloud.Protocol;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Benchmarks.Gateway;

/// <summary>The requests of the data path as a client of 2025 sends them.</summary>
internal static class RecordRequests
{
    public const short ProduceVersion = 9;
    public const short FetchVersion = 12;

    public static byte[] Produce(string topic, int partition, short acks, byte[] batch) => WireConnection.Encode(
        new ProduceRequest
        {
            Acks = acks,
            Timeout = TimeSpan.FromSeconds(30),
            TopicData =
            [
                new()
                {
                    Name = topic,
                    PartitionData = [new() { Index = partition, Records = new MemoryRecords(batch) }],
                },
            ],
        },
        ProduceVersion);

    public static FetchRequest Fetch(
        string topic, IEnumerable<(int Partition, long Offset)> from, int partitionBytesMax) => new()
        {
            MaxWait = TimeSpan.FromMilliseconds(500),
            MinBytes = 1,
            MaxBytes = 50 * 1024 * 1024,
            SessionEpoch = -1,
            Topics =
            [
                new()
                {
                    Topic = topic,
                    Partitions =
                    [
                        .. from.Select(one => new FetchRequest.FetchPartition
                        {
                            Partition = one.Partition,
                            FetchOffset = new Offset(one.Offset),
                            PartitionMaxBytes = partitionBytesMax,
                        }),
                    ],
                },
            ],
        };
}

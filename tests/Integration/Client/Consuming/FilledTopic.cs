using System.Text;
using Cloud.Grains.Interfaces.Metadata;
using Cloud.Integration.Brokers;
using Cloud.Protocol;
using Cloud.Protocol.Compression;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Records;

namespace Cloud.Integration.Client.Consuming;

/// <summary>A topic that tests write to past all clients: a batch of texts to the partition's leader.</summary>
internal sealed class FilledTopic(BrokerCluster cluster, TopicMetadata topic)
{
    public static readonly DateTimeOffset FirstTime = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000);

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public string Name => topic.Name;

    public static async Task<FilledTopic> Create(
        BrokerCluster cluster, string name, int partitions = 1, int replicationFactor = 1) =>
        new(cluster, await cluster.ServeTopic(name, partitions, replicationFactor));

    public TopicPartition this[int partition] => new(topic.Name, partition);

    public IEnumerable<TopicPartition> All => topic.Partitions.Select(partition => this[partition.Index]);

    public Task Add(params string?[] values) => Add(partition: 0, values);

    /// <summary>One batch; the record with number n of it has n seconds more than the first time.</summary>
    public Task Add(int partition, params string?[] values) =>
        Add(partition, RecordBatchOptions.Default, values);

    public Task AddCompressed(CompressionCodec codec, params string?[] values) =>
        Add(partition: 0, new RecordBatchOptions { Compression = codec }, values);

    private async Task Add(int partition, RecordBatchOptions options, string?[] values)
    {
        using var builder = new RecordBatchBuilder(options);
        for (var index = 0; index < values.Length; index++)
        {
            NullableBytes value = values[index] is { } text ? Encoding.UTF8.GetBytes(text) : null;
            builder.Append(
                Instant.From(FirstTime.AddSeconds(index)),
                Encoding.UTF8.GetBytes($"key {index}"),
                value,
                [new RecordHeader("number", Encoding.UTF8.GetBytes($"{index}"))]);
        }

        var batch = builder.Build().ToArray();
        await Eventually.Is(
            async () =>
            {
                var leader = (await cluster.Describe(topic.Name, partition)).Leader;
                return leader < 0
                    ? KafkaError.LeaderNotAvailable
                    : (await cluster.Replica(topic, leader, partition).Append(new([batch], Acks: -1, Timeout))).Error;
            },
            error => error is KafkaError.None,
            "records are appended");
    }
}

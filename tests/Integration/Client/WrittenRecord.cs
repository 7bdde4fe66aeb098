using System.Text;
using Cloud.Grains.Interfaces.Metadata;
using Cloud.Integration.Brokers;
using Cloud.Protocol;
using Cloud.Protocol.Compression;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Records;

namespace Cloud.Integration.Client;

/// <summary>A record as it lies in a log.</summary>
internal sealed record WrittenRecord(
    long Offset,
    string? Key,
    string? Value,
    DateTimeOffset Timestamp,
    IReadOnlyList<(string Key, string? Value)> Headers,
    CompressionCodec Codec)
{
    private const int BytesMax = 4 * 1024 * 1024;

    /// <summary>All records of a partition up to the high watermark of its leader.</summary>
    public static async Task<List<WrittenRecord>> ReadAll(BrokerCluster cluster, TopicMetadata topic, int partition = 0)
    {
        var leader = (await cluster.Describe(topic.Name, partition)).Leader;
        var replica = cluster.Replica(topic, leader, partition);
        var records = new List<WrittenRecord>();
        while (true)
        {
            var answer = await replica.Fetch(new(
                records.Count, BytesMax, BytesMin: 0, TimeSpan.Zero, IsFollowerAllowed: true));
            Assert.Equal(KafkaError.None, answer.Error);
            if (answer.Batches.IsEmpty)
            {
                return records;
            }

            Collect(answer.Batches.Span, records);
        }
    }

    private static void Collect(ReadOnlySpan<byte> bytes, List<WrittenRecord> records)
    {
        var batches = new RecordBatches(bytes);
        while (batches.MoveNext())
        {
            var header = batches.Current.Header;
            var codec = header.Attributes.Compression;
            using var plain = new PooledBuffer();
            var status = Decompressor.Decompress(
                codec, batches.Current.Bytes[RecordBatchLayout.Records..], int.MaxValue, plain);
            Assert.Equal(CompressionStatus.Done, status);
            var section = new RecordEnumerator(plain.Written, header);
            while (section.MoveNext())
            {
                records.Add(Read(section.Current, codec));
            }

            Assert.Equal(RecordBatchStatus.Valid, section.Status);
        }

        Assert.Equal(RecordBatchStatus.Valid, batches.Status);
    }

    private static WrittenRecord Read(Protocol.Records.Record record, CompressionCodec codec)
    {
        var headers = new List<(string, string?)>();
        foreach (var header in record.Headers)
        {
            headers.Add((Encoding.UTF8.GetString(header.Key), TextOf(header.Value)));
        }

        return new(
            record.Offset.Value,
            TextOf(record.Key),
            TextOf(record.Value),
            DateTimeOffset.FromUnixTimeMilliseconds(record.Timestamp.Milliseconds),
            headers,
            codec);
    }

    private static string? TextOf(NullableBytes bytes) => bytes.IsNull ? null : Encoding.UTF8.GetString(bytes.Span);
}

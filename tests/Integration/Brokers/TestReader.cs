using Cloud.Grains.Interfaces.Metadata;
using Cloud.Grains.Interfaces.Partitions;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Records;

namespace Cloud.Integration.Brokers;

/// <summary>Reads what is committed of a partition.</summary>
internal static class TestReader
{
    private const int BytesMax = 64 * 1024;

    /// <summary>The numbers of all records from the start up to the high watermark of a replica, by offset.</summary>
    public static async Task<List<int>> ReadAll(
        BrokerCluster cluster, TopicMetadata topic, int broker, int partition = 0)
    {
        var numbers = new List<int>();
        var replica = cluster.Replica(topic, broker, partition);
        while (true)
        {
            var answer = await replica.Fetch(new(
                numbers.Count, BytesMax, BytesMin: 0, TimeSpan.Zero, IsFollowerAllowed: true));
            Assert.Equal(KafkaError.None, answer.Error);
            if (answer.Batches.IsEmpty)
            {
                return numbers;
            }

            Collect(answer, numbers);
        }
    }

    private static void Collect(FetchAnswer answer, List<int> numbers)
    {
        var batches = new RecordBatches(answer.Batches.Span);
        while (batches.MoveNext())
        {
            var records = new RecordEnumerator(
                batches.Current.Bytes[RecordBatchLayout.Records..], batches.Current.Header);
            while (records.MoveNext())
            {
                // Offsets are dense.
                Assert.Equal(numbers.Count, records.Current.Offset.Value);
                numbers.Add(TestProducer.NumberOf(records.Current));
            }
        }

        Assert.Equal(RecordBatchStatus.Valid, batches.Status);
    }
}

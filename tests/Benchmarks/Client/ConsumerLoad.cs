using Cloud.Benchmarks.Harness;
using Cloud.Client;
using Cloud.Protocol;

namespace Cloud.Benchmarks.Client;

/// <summary>One consumer reads records of 100 bytes as fast as it can, record by record and in batches.</summary>
internal sealed class ConsumerLoad(ServedSilo silo)
{
    private const int RecordCount = 2_000_000;
    private const int RecordBytes = 100;
    private const double RateMin = 1.5e6;

    public async Task Measure(BenchmarkReport report, string topic, int partitions)
    {
        await silo.CreateTopic(topic, partitions);
        await Fill(topic);
        TopicPartition[] all =
            [.. Enumerable.Range(0, partitions).Select(partition => new TopicPartition(topic, partition))];
        var records = await MeasureRecords(all);
        var batches = await MeasureBatches(all);
        Add(report, $"consume {partitions} partitions, {RecordBytes} B, by record", records);
        Add(report, $"consume {partitions} partitions, {RecordBytes} B, in batches", batches);
    }

    private static void Add(BenchmarkReport report, string name, Rounds measured)
    {
        report.Add($"{name}, of the target", measured.RecordsPerSecond, "records/s", RateMin, measured.BytesPerRecord);
        report.Add($"{name}, CPU", measured.CpuNanosecondsPerRecord, "ns/record");
    }

    private async Task Fill(string topic)
    {
        await using var producer = new Producer<Null, ReadOnlyMemory<byte>>(new() { BootstrapServers = [silo.Server] });
        ReadOnlyMemory<byte> value = new byte[RecordBytes];
        var failed = 0;
        for (var count = 0; count < RecordCount; count++)
        {
            await producer.SendAsync(new(topic, default, value), report => failed += report.IsDelivered ? 0 : 1);
        }

        await producer.FlushAsync();
        Invariant.Holds(failed == 0);
    }

    private async Task<Rounds> MeasureRecords(TopicPartition[] partitions)
    {
        await using var consumer = Open();
        consumer.Assign(partitions);
        return await Rounds.Best(RecordCount, async count =>
        {
            consumer.SeekToBeginning();
            await foreach (var record in consumer.ConsumeAsync())
            {
                if (record.Value != RecordBytes)
                {
                    throw new InvalidOperationException("A record is not what it was.");
                }

                if (--count == 0)
                {
                    break;
                }
            }
        });
    }

    private async Task<Rounds> MeasureBatches(TopicPartition[] partitions)
    {
        await using var consumer = Open();
        consumer.Assign(partitions);
        return await Rounds.Best(RecordCount, async count =>
        {
            consumer.SeekToBeginning();
            await foreach (var batch in consumer.ConsumeBatchesAsync())
            {
                count -= batch.Records.Count;
                if (count <= 0)
                {
                    break;
                }
            }
        });
    }

    private Consumer<Null, int> Open() =>
        new(new() { BootstrapServers = [silo.Server] }, Deserializers.Null, new Sizes());

    /// <summary>The caller's own objects are not measured: a value is its size.</summary>
    private sealed class Sizes : IDeserializer<int>
    {
        public int Deserialize(NullableBytes bytes, in SerializationContext context) => bytes.Span.Length;
    }
}

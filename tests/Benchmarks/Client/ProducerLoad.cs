using Cloud.Benchmarks.Harness;
using Cloud.Client;

namespace Cloud.Benchmarks.Client;

/// <summary>One producer sends records of 100 bytes as fast as it can, with default batching.</summary>
internal sealed class ProducerLoad(ServedSilo silo)
{
    private const int RecordCount = 1_000_000;
    private const int RecordBytes = 100;
    private const double RateMin = 1e6;

    public async Task Measure(BenchmarkReport report, string topic, int partitions)
    {
        await silo.CreateTopic(topic, partitions);
        var other = await MeasureOther(topic);
        var (rate, allocated) = await MeasureOwn(topic);
        report.Add($"{partitions} partitions, {RecordBytes} B, of librdkafka", rate, "records/s", other, allocated);
        report.Add($"{partitions} partitions, {RecordBytes} B, of the target", rate, "records/s", RateMin);
    }

    private async Task<(double RecordsPerSecond, double BytesPerRecord)> MeasureOwn(string topic)
    {
        var options = new ProducerOptions { BootstrapServers = [silo.Server] };
        await using var producer = new Producer<Null, ReadOnlyMemory<byte>>(options);
        ReadOnlyMemory<byte> value = new byte[RecordBytes];
        var failed = 0;
        Action<DeliveryReport> delivered = report => failed += report.IsDelivered ? 0 : 1;
        return await Rounds.Best(RecordCount, async count =>
        {
            for (; count > 0; count--)
            {
                await producer.SendAsync(new(topic, default, value), delivered);
            }

            await producer.FlushAsync();
            ThrowIf(failed);
        });
    }

    private async Task<double> MeasureOther(string topic)
    {
        using var librdkafka = new Librdkafka(silo.Server, topic, RecordBytes, isPrompt: false);
        var (rate, _) = await Rounds.Best(RecordCount, async count =>
        {
            for (; count > 0; count--)
            {
                await librdkafka.Send();
            }

            librdkafka.Flush();
            ThrowIf(librdkafka.Failed);
        });
        return rate;
    }

    private static void ThrowIf(int failed)
    {
        if (failed > 0)
        {
            throw new InvalidOperationException($"{failed} records were not delivered.");
        }
    }
}

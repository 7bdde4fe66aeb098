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
        var own = await MeasureOwn(topic);
        var name = $"{partitions} partitions, {RecordBytes} B";
        report.Add(
            $"{name}, of librdkafka", own.RecordsPerSecond, "records/s", other.RecordsPerSecond, own.BytesPerRecord);
        report.Add($"{name}, of the target", own.RecordsPerSecond, "records/s", RateMin);
        // What does not depend on who else is on the machine: the time of all of the client's threads.
        report.Add(
            $"{name}, CPU, of librdkafka", own.CpuNanosecondsPerRecord, "ns/record", other.CpuNanosecondsPerRecord);
    }

    private async Task<Rounds> MeasureOwn(string topic)
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

    private async Task<Rounds> MeasureOther(string topic)
    {
        using var librdkafka = new Librdkafka(silo.Server, topic, RecordBytes, isPrompt: false);
        return await Rounds.Best(RecordCount, async count =>
        {
            for (; count > 0; count--)
            {
                await librdkafka.Send();
            }

            librdkafka.Flush();
            ThrowIf(librdkafka.Failed);
        });
    }

    private static void ThrowIf(int failed)
    {
        if (failed > 0)
        {
            throw new InvalidOperationException($"{failed} records were not delivered.");
        }
    }
}

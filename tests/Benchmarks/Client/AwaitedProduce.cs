using System.Diagnostics;
using Cloud.Benchmarks.Harness;
using Cloud.Client;

namespace Cloud.Benchmarks.Client;

/// <summary>Records that are sent one by one, each awaited, with acks of the leader and no linger.</summary>
internal sealed class AwaitedProduce(ServedSilo silo)
{
    private const string Topic = "awaited";
    private const int RecordBytes = 100;
    private const int WarmUpCount = 5_000;
    private const int Count = 20_000;
    private const double MicrosecondsMax = 500;

    public async Task Measure(BenchmarkReport report)
    {
        await silo.CreateTopic(Topic, partitions: 1);
        var options = new ProducerOptions
        {
            BootstrapServers = [silo.Server], Acks = Acks.Leader, Linger = TimeSpan.Zero,
        };
        await using var producer = new Producer<Null, ReadOnlyMemory<byte>>(options);
        ReadOnlyMemory<byte> value = new byte[RecordBytes];
        var own = await Measure(async () => await producer.ProduceAsync(new(Topic, default, value)));
        using var librdkafka = new Librdkafka(silo.Server, Topic, RecordBytes, isPrompt: true);
        var other = await Measure(librdkafka.Produce);
        report.Add("awaited, p50, of librdkafka", own.Median, "µs", other.Median, own.Allocated);
        report.Add("awaited, p99, of librdkafka", own.High, "µs", other.High);
        report.Add("awaited, p50, of the target", own.Median, "µs", MicrosecondsMax);
    }

    private static async Task<(double Median, double High, double Allocated)> Measure(Func<Task> produce)
    {
        for (var count = 0; count < WarmUpCount; count++)
        {
            await produce();
        }

        var times = new double[Count];
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        for (var count = 0; count < Count; count++)
        {
            var start = Stopwatch.GetTimestamp();
            await produce();
            times[count] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        Array.Sort(times);
        return (times[Count / 2], times[Count * 99 / 100], allocated / (double)Count);
    }
}

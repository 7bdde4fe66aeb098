using System.Buffers.Binary;
using System.Diagnostics;
using Cloud.Benchmarks.Harness;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Records;

namespace Cloud.Benchmarks.Gateway;

/// <summary>From a producer to a consumer by three brokers, a thousand records a second, each sent at once.</summary>
internal static class EndToEndBenchmark
{
    private const int PerSecond = 1000;
    private const int Count = 10 * PerSecond;
    private const int WarmUpCount = 3 * PerSecond;
    private const int FetchBytesMax = 1024 * 1024;
    private const double P99MillisecondsMax = 5;

    public static async Task Run(BenchmarkReport report, string path)
    {
        using var silo = MeasuredSilo.Start(path, brokerCount: 3);
        foreach (var isCaching in new[] { true, false })
        {
            var topic = isCaching ? "cached" : "durable";
            var leaders = await silo.CreateTopic(topic, 1, isCaching);
            var sending = Task.Factory.StartNew(
                () => Send(silo.Connect(leaders[0]), topic), TaskCreationOptions.LongRunning);
            var latencies = await Task.Factory.StartNew(
                () => Receive(silo.Connect(leaders[0]), topic), TaskCreationOptions.LongRunning);
            await sending;
            var sorted = latencies.Skip(WarmUpCount).Order().ToArray();
            var how = isCaching ? "page cache" : "on disk";
            report.Add($"end to end, RF 3, acks=all, {how}: p50", sorted[sorted.Length / 2], "ms");
            report.Add($"end to end, RF 3, acks=all, {how}: p99 (target)",
                sorted[sorted.Length * 99 / 100], "ms", P99MillisecondsMax);
        }
    }

    private static void Send(WireConnection connection, string topic)
    {
        using var client = connection;
        var answering = Task.Factory.StartNew(() => ReadAnswers(client), TaskCreationOptions.LongRunning);
        var started = Stopwatch.GetTimestamp();
        for (var number = 0; number < Count + WarmUpCount; number++)
        {
            while (Stopwatch.GetElapsedTime(started).TotalSeconds * PerSecond < number)
            {
                Thread.Sleep(TimeSpan.FromMilliseconds(0.2));
            }

            client.Send(RecordRequests.Produce(topic, partition: 0, acks: -1, Stamped()));
        }

        answering.GetAwaiter().GetResult();
    }

    private static void ReadAnswers(WireConnection client)
    {
        for (var number = 0; number < Count + WarmUpCount; number++)
        {
            var answer = (ProduceResponse)client.Read(SupportedApis.Produce, RecordRequests.ProduceVersion);
            Invariant.Holds(answer.Responses[0].PartitionResponses[0].Error is KafkaError.None);
        }
    }

    // A record of 1 KiB that begins with the time.
    private static byte[] Stamped()
    {
        using var builder = new RecordBatchBuilder(RecordBatchOptions.Default);
        var value = new byte[1000];
        BinaryPrimitives.WriteInt64BigEndian(value, Stopwatch.GetTimestamp());
        builder.Append(new(1_700_000_000_000), NullableBytes.Null, new(value));
        return builder.Build().ToArray();
    }

    private static List<double> Receive(WireConnection connection, string topic)
    {
        using var client = connection;
        var latencies = new List<double>(Count + WarmUpCount);
        while (latencies.Count < Count + WarmUpCount)
        {
            var request = RecordRequests.Fetch(topic, [(0, latencies.Count)], FetchBytesMax);
            client.Send(WireConnection.Encode(request, RecordRequests.FetchVersion));
            var answer = (FetchResponse)client.Read(SupportedApis.Fetch, RecordRequests.FetchVersion);
            Read(answer.Responses[0].Partitions[0], latencies);
        }

        return latencies;
    }

    private static void Read(FetchResponse.PartitionData partition, List<double> latencies)
    {
        Invariant.Holds(partition.Error is KafkaError.None);
        if (partition.Records is null || !partition.Records.TryGetMemory(out var memory))
        {
            return;
        }

        var rest = memory.FirstSpan;
        while (RecordBatchHeader.TryRead(rest, out var header) is ReadStatus.Done && header.SizeBytes <= rest.Length)
        {
            // One record a batch: its value is the last but the count of headers.
            var stamp = BinaryPrimitives.ReadInt64BigEndian(rest[(header.SizeBytes - 1001)..]);
            latencies.Add(Stopwatch.GetElapsedTime(stamp).TotalMilliseconds);
            rest = rest[header.SizeBytes..];
        }
    }
}

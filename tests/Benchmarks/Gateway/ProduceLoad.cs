using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Benchmarks.Gateway;

/// <summary>
/// Producers that have five requests under way for each partition all the time: librdkafka sends one partition in a
/// request and has no such bound of its own. A thread for each connection.
/// </summary>
internal static class ProduceLoad
{
    private const int InFlightPerPartition = 5;

    /// <summary>Appends to each partition so many batches; a connection to each leader that there is.</summary>
    public static Task Run(MeasuredSilo silo, string topic, int[] leaders, short acks, byte[] batch, int batchCount) =>
        Task.WhenAll(leaders.Select((leader, partition) => (leader, partition))
            .GroupBy(one => one.leader, one => one.partition)
            .Select(led => Task.Factory.StartNew(
                () => Produce(
                    silo.Connect(led.Key),
                    [.. led.Select(partition => RecordRequests.Produce(topic, partition, acks, batch))],
                    batchCount * led.Count()),
                TaskCreationOptions.LongRunning)));

    private static void Produce(WireConnection connection, byte[][] requests, int requestCount)
    {
        using var client = connection;
        var inFlightMax = InFlightPerPartition * requests.Length;
        for (var number = 0; number < requestCount + inFlightMax; number++)
        {
            if (number >= inFlightMax)
            {
                var answer = (ProduceResponse)client.Read(SupportedApis.Produce, RecordRequests.ProduceVersion);
                Invariant.Holds(answer.Responses[0].PartitionResponses[0].Error is KafkaError.None);
            }

            if (number < requestCount)
            {
                client.Send(requests[number % requests.Length]);
            }
        }
    }
}

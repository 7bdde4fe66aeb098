using Cloud.Protocol;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Records;
using Cloud.Protocol.Wire;

namespace Cloud.Integration.Gateway;

/// <summary>Requests with records, for tests that need some.</summary>
internal static class TestRecords
{
    public static MemoryRecords Batch(int count, long producerId = -1)
    {
        using var builder = new RecordBatchBuilder(producerId < 0
            ? new()
            : new() { ProducerId = new(producerId), ProducerEpoch = new(0), BaseSequence = 0 });
        for (var index = 0; index < count; index++)
        {
            builder.Append(new(1_000_000_000_000 + index), NullableBytes.Null, new("value"u8));
        }

        return new(builder.Build().ToArray());
    }

    public static ProduceRequest Produce(
        string topic, int count, int partition = 0, short acks = -1, long producerId = -1) => new()
        {
            Acks = acks,
            Timeout = TimeSpan.FromSeconds(30),
            TopicData =
            [
                new()
                {
                    Name = topic,
                    PartitionData = [new() { Index = partition, Records = Batch(count, producerId) }],
                },
            ],
        };
}

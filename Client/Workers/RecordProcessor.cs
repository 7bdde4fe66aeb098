using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>Makes keys and values of bytes and calls the handler, as often as the retry policy says.</summary>
internal sealed class RecordProcessor<TKey, TValue>(
    FailureHandling failures,
    IDeserializer<TKey> keys,
    IDeserializer<TValue> values,
    RecordWork<TKey, TValue> work,
    string group) : IRecordProcessor
{
    public bool IsOfBatches => work.IsOfBatches;

    public TimeSpan WaitOf(in ConsumerRecord<byte[]?, byte[]?> record) => failures.WaitOf(record);

    public Task Process(ConsumerRecord<byte[]?, byte[]?>[] records, WorkEnd end) =>
        failures.Process(records, Handle, end);

    private async Task Handle(
        ArraySegment<ConsumerRecord<byte[]?, byte[]?>> records, CancellationToken cancellationToken)
    {
        using var processing = ProcessingTelemetry.Begin(records, group);
        try
        {
            var typed = new ConsumerRecord<TKey, TValue>[records.Count];
            for (var index = 0; index < typed.Length; index++)
            {
                typed[index] = Read(records[index]);
            }

            await work.Handle(typed, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            processing?.Failed(failure);
            throw;
        }
    }

    private ConsumerRecord<TKey, TValue> Read(in ConsumerRecord<byte[]?, byte[]?> record) => new()
    {
        TopicPartition = record.TopicPartition,
        Offset = record.Offset,
        LeaderEpoch = record.LeaderEpoch,
        Timestamp = record.Timestamp,
        TimestampType = record.TimestampType,
        Key = Read(keys, record.Key, record, RecordPart.Key),
        Value = Read(values, record.Value, record, RecordPart.Value),
        Headers = record.Headers,
    };

    private static T Read<T>(
        IDeserializer<T> deserializer, byte[]? bytes, in ConsumerRecord<byte[]?, byte[]?> record, RecordPart part)
    {
        try
        {
            return deserializer.Deserialize(NullableOf(bytes), new(record.Topic, part, record.Headers));
        }
        catch (Exception failure)
        {
            throw new RecordSerializationException(
                $"The {(part is RecordPart.Key ? "key" : "value")} of the record at "
                    + $"{record.TopicPartition}@{record.Offset.Value} cannot be read: {failure.Message}",
                failure);
        }
    }

    private static NullableBytes NullableOf(byte[]? bytes) => bytes is null ? NullableBytes.Null : new(bytes);
}

using System.Text;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Client;

/// <summary>Makes records out of what was fetched. Nothing is allocated but keys, values and headers.</summary>
internal sealed class RecordReader<TKey, TValue>(
    IDeserializer<TKey> keys,
    IDeserializer<TValue> values,
    IReadOnlyList<IConsumerInterceptor<TKey, TValue>> interceptors,
    ConsumerOptions options,
    ConsumerLog log)
{
    // Records without headers share it.
    private static readonly Headers NoHeaders = new();

    /// <summary>
    /// Fills the chunk from the position on. It stays empty when there was nothing for the application; its end is then
    /// where to go on all the same.
    /// </summary>
    /// <exception cref="ClientException">The first record at the position, or its batch, cannot be read.</exception>
    public void Read(FetchedRecords source, FetchPosition position, RecordChunk<TKey, TValue> chunk)
    {
        chunk.Start(source, position);
        var end = position;
        try
        {
            while (chunk.Count < options.MaxPollRecords && source.TryOpen(end.Offset, options, ref end))
            {
                ReadBatch(source, ref end, chunk);
            }
        }
        catch (ClientException) when (chunk.Count > 0)
        {
            // Comes again when what is before it has been handed out.
        }

        chunk.End = end;
    }

    private void ReadBatch(FetchedRecords source, ref FetchPosition end, RecordChunk<TKey, TValue> chunk)
    {
        var header = source.Header;
        var records = new RecordEnumerator(source.Section, header, source.Cursor);
        while (chunk.Count < options.MaxPollRecords)
        {
            if (!records.MoveNext())
            {
                if (records.Status is not RecordBatchStatus.Valid)
                {
                    throw source.Damaged(records.Status, end.Offset);
                }

                source.Close(ref end);
                return;
            }

            var record = records.Current;
            if (record.Offset >= end.Offset)
            {
                chunk.Add(Make(source.State.Id, header, record));
                end = new(record.Offset.Plus(1), header.PartitionLeaderEpoch);
            }

            source.Cursor = records.Cursor;
        }
    }

    private ConsumerRecord<TKey, TValue> Make(TopicPartition partition, in RecordBatchHeader header, in Record record)
    {
        var headers = record.Headers.Count == 0 ? NoHeaders : Make(record.Headers);
        var made = new ConsumerRecord<TKey, TValue>
        {
            TopicPartition = partition,
            Offset = record.Offset,
            LeaderEpoch = header.PartitionLeaderEpoch,
            Timestamp = Timestamps.Of(record.Timestamp),
            TimestampType = header.Attributes.TimestampType,
            Key = Deserialize(keys, record.Key, RecordPart.Key, partition, record.Offset, headers),
            Value = Deserialize(values, record.Value, RecordPart.Value, partition, record.Offset, headers),
            Headers = headers,
        };
        return interceptors.Count == 0 ? made : Intercept(made);
    }

    private static Headers Make(in RecordHeaders encoded)
    {
        var headers = new Headers();
        foreach (var header in encoded)
        {
            ReadOnlyMemory<byte>? value = header.Value.IsNull ? null : header.Value.Span.ToArray();
            headers.Add(Encoding.UTF8.GetString(header.Key), value);
        }

        return headers;
    }

    private static T Deserialize<T>(
        IDeserializer<T> deserializer,
        NullableBytes bytes,
        RecordPart part,
        TopicPartition partition,
        Offset offset,
        Headers headers)
    {
        try
        {
            return deserializer.Deserialize(bytes, new(partition.Topic, part, headers));
        }
        catch (Exception failure)
        {
            throw new RecordSerializationException(
                $"The {(part is RecordPart.Key ? "key" : "value")} of the record at {partition}@{offset} could not be "
                + $"read: {failure.Message} Seek past it to go on without it.",
                failure)
            {
                Position = new(partition, offset),
            };
        }
    }

    private ConsumerRecord<TKey, TValue> Intercept(ConsumerRecord<TKey, TValue> record)
    {
        var (partition, offset) = (record.TopicPartition, record.Offset);
        foreach (var interceptor in interceptors)
        {
            try
            {
                record = interceptor.OnConsume(record) with { TopicPartition = partition, Offset = offset };
            }
            catch (Exception failure)
            {
                log.InterceptorFailed(failure, nameof(interceptor.OnConsume));
            }
        }

        return record;
    }
}

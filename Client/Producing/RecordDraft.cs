using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Client;

/// <summary>
/// A record whose key and value are bytes already, before it has its place in a batch. Each thread has one that it uses
/// again and again; only a draft that has to wait is lost to it.
/// </summary>
internal sealed class RecordDraft : IDisposable
{
    // A larger buffer is not kept: one large record should not cost memory for ever.
    private const int KeptBytesMax = 256 * 1024;
    private const int NullLength = -1;

    [ThreadStatic]
    private static RecordDraft? _spare;

    private readonly PooledBuffer _bytes = new();
    private int _keyBytes;
    private int _valueBytes;

    public string Topic { get; private set; } = "";

    public int? Partition { get; set; }

    public Instant Timestamp { get; private set; }

    public Headers? Headers { get; private set; }

    public NullableBytes Key =>
        _keyBytes < 0 ? NullableBytes.Null : new(_bytes.Written[.._keyBytes]);

    public NullableBytes Value =>
        _valueBytes < 0 ? NullableBytes.Null : new(_bytes.Written.Slice(Math.Max(_keyBytes, 0), _valueBytes));

    /// <summary>An upper bound of what it adds to a batch.</summary>
    public long SizeBytesMax { get; private set; }

    public ReadOnlySpan<RecordHeader> HeaderSpan => Headers is null ? default : Headers.AsSpan();

    public static RecordDraft Rent()
    {
        var draft = _spare ?? new();
        _spare = null;
        return draft;
    }

    /// <exception cref="RecordSerializationException">A serializer has thrown.</exception>
    public void Fill<TKey, TValue>(
        in ProducerRecord<TKey, TValue> record,
        Instant timestamp,
        ISerializer<TKey> keys,
        ISerializer<TValue> values)
    {
        _bytes.Clear();
        Topic = record.Topic;
        Partition = record.Partition;
        Timestamp = timestamp;
        Headers = record.Headers;
        _keyBytes = Write(record.Key, keys, RecordPart.Key);
        _valueBytes = Write(record.Value, values, RecordPart.Value);
        SizeBytesMax = RecordBatchBuilder.SizeBytesMax(
            Math.Max(_keyBytes, 0), Math.Max(_valueBytes, 0), HeaderSpan);
    }

    /// <summary>Gives it back to the thread.</summary>
    public void Return()
    {
        Headers = null;
        if (_spare is null && _bytes.Capacity <= KeptBytesMax)
        {
            _spare = this;
            return;
        }

        Dispose();
    }

    public void Dispose() => _bytes.Dispose();

    private int Write<T>(T part, ISerializer<T> serializer, RecordPart which)
    {
        var start = _bytes.Length;
        try
        {
            if (serializer.TrySerialize(part, new SerializationContext(Topic, which, Headers), _bytes))
            {
                return _bytes.Length - start;
            }
        }
        catch (Exception failure)
        {
            throw new RecordSerializationException(
                $"The {which} of a record for topic '{Topic}' could not be serialised by {serializer.GetType().Name}: "
                + failure.Message,
                failure);
        }

        _bytes.Truncate(start);
        return NullLength;
    }
}

namespace Cloud.Client;

/// <summary>A record to be produced.</summary>
/// <param name="Topic">Where to.</param>
/// <param name="Key">
/// Says, unless <see cref="Partition"/> does, in which partition the record lands; may be null.
/// </param>
/// <param name="Value">Null is a tombstone: in a compacted topic it removes its key.</param>
public readonly record struct ProducerRecord<TKey, TValue>(string Topic, TKey Key, TValue Value)
{
    /// <summary>Null leaves the choice to the producer's partitioner.</summary>
    public int? Partition { get; init; }

    /// <summary>To the millisecond; null is the time of sending. A topic may take its own time instead.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    public Headers? Headers { get; init; }
}

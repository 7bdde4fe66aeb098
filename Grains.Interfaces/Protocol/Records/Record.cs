namespace Cloud.Protocol.Records;

/// <summary>One record, borrowed from the bytes of its batch: valid as long as they are.</summary>
public readonly ref struct Record
{
    public required Offset Offset { get; init; }

    /// <summary>The producer's time, or the broker's where the batch says so.</summary>
    public required Instant Timestamp { get; init; }

    /// <summary>
    /// Position in the producer's sequence; <see cref="RecordBatchHeader.NoSequence"/> if it has none.
    /// </summary>
    public required int Sequence { get; init; }

    public required NullableBytes Key { get; init; }

    /// <summary>Null: a tombstone, in a compacted topic.</summary>
    public required NullableBytes Value { get; init; }

    public required RecordHeaders Headers { get; init; }

    /// <summary>The whole record with its length prefix, in the uncompressed section.</summary>
    public required int SizeBytes { get; init; }
}

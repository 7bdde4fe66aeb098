namespace Cloud.Protocol.Records;

/// <summary>
/// What is wrong with a record batch. Each fault names the error with which Kafka's protocol answers it.
/// </summary>
public enum RecordBatchStatus
{
    Valid = 0,

    /// <summary>Fewer bytes than the batch says it has. CORRUPT_MESSAGE; on disk, a torn tail.</summary>
    Incomplete,

    /// <summary>The batch length has no room for a header or is beyond any buffer. CORRUPT_MESSAGE.</summary>
    LengthOutOfBounds,

    /// <summary>Something follows the batch where exactly one was due. INVALID_RECORD.</summary>
    TrailingBytes,

    /// <summary>Larger than <c>max.message.bytes</c>. MESSAGE_TOO_LARGE.</summary>
    TooLarge,

    /// <summary>Message format v0 or v1. INVALID_RECORD, as Kafka answers since version 3 of Produce.</summary>
    OldMagic,

    /// <summary>A format that does not exist. CORRUPT_MESSAGE.</summary>
    UnknownMagic,

    /// <summary>The bytes changed on their way. CORRUPT_MESSAGE.</summary>
    ChecksumMismatch,

    /// <summary>A codec number that is not assigned. UNSUPPORTED_COMPRESSION_TYPE.</summary>
    UnknownCompression,

    /// <summary>The codec is known but its library is not on this machine. UNSUPPORTED_COMPRESSION_TYPE.</summary>
    CompressionUnavailable,

    /// <summary>
    /// Negative, empty or overflowing offsets or counts, or counts that contradict each other. INVALID_RECORD.
    /// </summary>
    OffsetRangeInvalid,

    /// <summary>Producer id, epoch and sequence do not belong together. INVALID_RECORD.</summary>
    ProducerFieldsInvalid,

    /// <summary>Clients may not write markers. INVALID_RECORD.</summary>
    ControlBatchFromClient,

    /// <summary>Only brokers set this flag (when they compact). INVALID_RECORD.</summary>
    DeleteHorizonFromClient,

    /// <summary>Only brokers set log append time. INVALID_TIMESTAMP.</summary>
    LogAppendTimeFromClient,

    /// <summary>Outside of <c>message.timestamp.before/after.max.ms</c>. INVALID_TIMESTAMP.</summary>
    TimestampOutOfRange,

    /// <summary>
    /// The header's max timestamp is not that of the records: time look-ups would miss. INVALID_TIMESTAMP.
    /// </summary>
    MaxTimestampMismatch,

    /// <summary>A record's lengths or numbers do not fit the batch. INVALID_RECORD.</summary>
    RecordMalformed,

    /// <summary>Offsets inside the batch go back, leave it, or (from producers) have holes. INVALID_RECORD.</summary>
    RecordOffsetInvalid,

    /// <summary>A record without key for a compacted topic. INVALID_RECORD.</summary>
    KeyMissing,

    /// <summary>The compressed bytes are not what the codec defines. CORRUPT_MESSAGE.</summary>
    CompressedBytesMalformed,

    /// <summary>The records would be larger than the caller allows once decompressed. MESSAGE_TOO_LARGE.</summary>
    DecompressedTooLarge,
}

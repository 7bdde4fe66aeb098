using Cloud.Protocol.Errors;

namespace Cloud.Protocol.Records;

/// <summary>With which error the protocol answers a faulty batch.</summary>
public static class RecordBatchErrors
{
    public static KafkaError ToKafkaError(this RecordBatchStatus status) => status switch
    {
        RecordBatchStatus.Valid => KafkaError.None,
        RecordBatchStatus.Incomplete or RecordBatchStatus.LengthOutOfBounds or RecordBatchStatus.UnknownMagic
            or RecordBatchStatus.ChecksumMismatch or RecordBatchStatus.CompressedBytesMalformed
            => KafkaError.CorruptMessage,
        RecordBatchStatus.TooLarge or RecordBatchStatus.DecompressedTooLarge => KafkaError.MessageTooLarge,
        RecordBatchStatus.UnknownCompression or RecordBatchStatus.CompressionUnavailable
            => KafkaError.UnsupportedCompressionType,
        RecordBatchStatus.LogAppendTimeFromClient or RecordBatchStatus.TimestampOutOfRange
            or RecordBatchStatus.MaxTimestampMismatch => KafkaError.InvalidTimestamp,
        _ => KafkaError.InvalidRecord,
    };
}

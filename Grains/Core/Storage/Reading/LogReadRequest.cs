using Cloud.Protocol;

namespace Cloud.Core.Storage.Reading;

/// <summary>What to read.</summary>
/// <param name="Offset">The first offset wanted.</param>
/// <param name="UpperBound">
/// Exclusive: the high watermark, the last stable offset, or the log's end for replication.
/// </param>
/// <param name="ByteCountMax">Batches beyond these bytes stay out.</param>
/// <param name="IsAtLeastOneBatch">
/// Hand out the first batch even when it is larger: otherwise a reader never gets past it.
/// </param>
public readonly record struct LogReadRequest(
    Offset Offset, Offset UpperBound, int ByteCountMax, bool IsAtLeastOneBatch = true);

using Cloud.Core.Storage.Files;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Reading;

/// <summary>
/// What a read found: whole batches, as a region of one segment file that the caller disposes. The first batch may
/// begin before the offset asked for; clients skip its records, as Kafka's do.
/// </summary>
public readonly record struct LogRead(
    LogReadStatus Status, FileRegion? Region, Offset FirstOffset, Offset EndOffset, LogOffsets Offsets)
{
    public int ByteCount => Region?.ByteCount ?? 0;
}

using Cloud.Core.Storage.Files;
using Cloud.Protocol.Records;

namespace Cloud.Core.Storage.Segments;

/// <summary>A batch as found in a segment: where it starts and what its header says.</summary>
internal readonly record struct StoredBatch(FilePosition Position, RecordBatchHeader Header)
{
    public FilePosition End => Position.Plus(Header.SizeBytes);
}

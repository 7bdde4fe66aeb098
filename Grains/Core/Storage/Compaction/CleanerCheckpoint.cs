using Cloud.Core.Storage.Checkpoints;
using Cloud.Core.Storage.Files;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Compaction;

/// <summary>
/// <c>cleaner-offset-checkpoint</c> of a data folder: up to where each log is compacted. Losing it costs a compaction
/// of everything, nothing else. Used by the folder's compactor only.
/// </summary>
internal sealed class CleanerCheckpoint(IFileSystem files, string folder)
{
    // A million partitions with long names.
    private const int BytesMax = 256 * 1024 * 1024;

    private Dictionary<TopicPartition, Offset>? _offsets;

    private Dictionary<TopicPartition, Offset> Offsets => _offsets ??= Load();

    /// <summary>None for a log that was never compacted.</summary>
    public Offset Of(TopicPartition partition) => Offsets.GetValueOrDefault(partition, Offset.None);

    public void Save(TopicPartition partition, Offset compactedOffset)
    {
        if (Of(partition) != compactedOffset)
        {
            Offsets[partition] = compactedOffset;
            Write();
        }
    }

    /// <summary>A log that was cut has new records from there on, which were never compacted.</summary>
    public void CutAt(TopicPartition partition, Offset offset)
    {
        if (Of(partition) > offset)
        {
            Save(partition, offset);
        }
    }

    /// <summary>A partition that is made again under the name must not inherit.</summary>
    public void Forget(TopicPartition partition)
    {
        if (Offsets.Remove(partition))
        {
            Write();
        }
    }

    private Dictionary<TopicPartition, Offset> Load()
    {
        var bytes = files.TryReadAll(Path.Combine(folder, OffsetCheckpoint.CleanerFileName), BytesMax);
        return bytes is not null && OffsetCheckpoint.TryDecode(bytes, out var offsets) is DecodeStatus.Done
            ? offsets!
            : [];
    }

    private void Write()
    {
        var entries = Offsets.Select(entry => new PartitionOffset(entry.Key, entry.Value)).ToList();
        files.ReplaceAll(folder, OffsetCheckpoint.CleanerFileName, OffsetCheckpoint.Encode(entries));
    }
}

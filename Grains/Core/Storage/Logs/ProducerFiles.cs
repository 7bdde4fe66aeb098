using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Producers;
using Cloud.Core.Storage.Segments;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Logs;

/// <summary>
/// Producer snapshots of a log: one for each segment's base offset and one for the end of a closed log. They save
/// replaying and carry a checksum, so they are not flushed: a torn one is passed over for an older one.
/// </summary>
internal static class ProducerFiles
{
    // Half a million producers in one partition; a file beyond that is not one of ours.
    private const int BytesMax = 32 * 1024 * 1024;

    public static void Save(LogState log, Offset offset)
    {
        Invariant.Holds(log.Producers.EndOffset == offset);
        var bytes = ProducerSnapshot.Encode(log.Producers.Save());
        using var file = log.Folder.Files.Open(PathOf(log.Folder, offset), FileAccessMode.CreateOrEmpty);
        file.Write(bytes, FilePosition.Start);
    }

    /// <summary>Offsets of the snapshots in the folder, newest first.</summary>
    public static List<Offset> List(SegmentFolder folder)
    {
        var offsets = new List<Offset>();
        foreach (var name in folder.Files.ListFiles(folder.Path))
        {
            if (SegmentFileNames.TryParse(name, out var offset, out var suffix)
                && suffix == SegmentFileNames.SnapshotSuffix)
            {
                offsets.Add(offset);
            }
        }

        offsets.Sort((left, right) => right.CompareTo(left));
        return offsets;
    }

    public static List<ProducerSnapshotEntry>? TryRead(SegmentFolder folder, Offset offset)
    {
        var bytes = folder.Files.TryReadAll(PathOf(folder, offset), BytesMax);
        return bytes is not null && ProducerSnapshot.TryDecode(bytes, out var entries) is DecodeStatus.Done
            ? entries
            : null;
    }

    /// <summary>Removes snapshots that no segment begins with, and those beyond the log's end.</summary>
    public static void DeleteStray(SegmentFolder folder, LogView view)
    {
        foreach (var offset in List(folder))
        {
            var isSegmentBase = view.IndexOf(offset) is >= 0 and var at && view.Segments[at].BaseOffset == offset;
            if (offset > view.LogEndOffset || (!isSegmentBase && offset != view.LogEndOffset))
            {
                Delete(folder, offset);
            }
        }
    }

    public static void Delete(SegmentFolder folder, Offset offset) =>
        folder.Files.DeleteFile(PathOf(folder, offset));

    private static string PathOf(SegmentFolder folder, Offset offset) =>
        folder.PathOf(offset, SegmentFileNames.SnapshotSuffix);
}

using Cloud.Core.Storage.Checkpoints;
using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Segments;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Manager;

/// <summary>
/// <c>partition.metadata</c> in a log's folder: it tells a topic from another that bore the same name. It is on the
/// device before the log's first record can be.
/// </summary>
internal static class FolderIdentity
{
    private const int BytesMax = 4096;

    /// <summary>Null when the folder does not say, or not in a readable way.</summary>
    public static TopicId? Read(IFileSystem files, string folder)
    {
        var bytes = files.TryReadAll(Path.Combine(folder, PartitionMetadata.FileName), BytesMax);
        return bytes is not null && PartitionMetadata.TryDecode(bytes, out var topicId) is DecodeStatus.Done
            ? topicId
            : null;
    }

    /// <summary>
    /// Checks that the folder is the topic's; makes it so when it is new or has never held a record. Where it holds no
    /// segment yet, the file's name is on the device with that of the first segment.
    /// </summary>
    /// <param name="isNameFlushed">The folder's own name is on the device.</param>
    /// <exception cref="TopicIdMismatchException">It is another topic's, or nobody can tell.</exception>
    public static void Claim(IFileSystem files, string folder, TopicId topicId, bool isNameFlushed = false)
    {
        Invariant.Holds(topicId != TopicId.None);
        var found = Read(files, folder);
        if (found == topicId)
        {
            return;
        }

        var segments = SegmentsIn(files, folder);
        if (found is not null || segments.Exists(name => !IsEmpty(files, folder, name)))
        {
            throw new TopicIdMismatchException(folder, found ?? TopicId.None, topicId);
        }

        files.CreateFolder(folder);
        if (!isNameFlushed)
        {
            files.FlushFolder(Path.GetDirectoryName(folder)!);
        }

        files.Put(folder, PartitionMetadata.FileName, PartitionMetadata.Encode(topicId));
        if (segments.Count > 0)
        {
            files.FlushFolder(folder);
        }
    }

    private static List<string> SegmentsIn(IFileSystem files, string folder) => files.FolderExists(folder)
        ?
        [
            .. files.ListFiles(folder)
                .Where(name => name.EndsWith(SegmentFileNames.LogSuffix, StringComparison.Ordinal)),
        ]
        : [];

    private static bool IsEmpty(IFileSystem files, string folder, string name)
    {
        using var file = files.Open(Path.Combine(folder, name), FileAccessMode.ReadExisting);
        return file.Length == 0;
    }
}

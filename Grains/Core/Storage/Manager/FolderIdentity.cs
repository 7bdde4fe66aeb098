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

    public static void Write(IFileSystem files, string folder, TopicId topicId) =>
        files.ReplaceAll(folder, PartitionMetadata.FileName, PartitionMetadata.Encode(topicId));

    /// <summary>Checks that the folder is the topic's; makes it so when it is new or has never held a record.</summary>
    /// <exception cref="TopicIdMismatchException">It is another topic's, or nobody can tell.</exception>
    public static void Claim(IFileSystem files, string folder, TopicId topicId)
    {
        Invariant.Holds(topicId != TopicId.None);
        var found = Read(files, folder);
        if (found == topicId)
        {
            return;
        }

        if (found is not null || HoldsRecords(files, folder))
        {
            throw new TopicIdMismatchException(folder, found ?? TopicId.None, topicId);
        }

        if (!files.FolderExists(folder))
        {
            files.CreateFolder(folder);
            files.FlushFolder(Path.GetDirectoryName(folder)!);
        }

        Write(files, folder, topicId);
    }

    private static bool HoldsRecords(IFileSystem files, string folder)
    {
        if (!files.FolderExists(folder))
        {
            return false;
        }

        foreach (var name in files.ListFiles(folder))
        {
            if (name.EndsWith(SegmentFileNames.LogSuffix, StringComparison.Ordinal) && !IsEmpty(files, folder, name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsEmpty(IFileSystem files, string folder, string name)
    {
        using var file = files.Open(Path.Combine(folder, name), FileAccessMode.ReadExisting);
        return file.Length == 0;
    }
}

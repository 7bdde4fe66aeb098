using Cloud.Core.Storage.Checkpoints;
using Cloud.Core.Storage.Files;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Manager;

/// <summary>
/// <c>partition.metadata</c> in a log's folder: it tells a topic from another that bore the same name.
/// </summary>
internal static class FolderIdentity
{
    private const int BytesMax = 4096;

    public static TopicId? Read(IFileSystem files, string folder)
    {
        var bytes = files.TryReadAll(Path.Combine(folder, PartitionMetadata.FileName), BytesMax);
        return bytes is not null && PartitionMetadata.TryDecode(bytes, out var topicId) is DecodeStatus.Done
            ? topicId
            : null;
    }

    public static void Write(IFileSystem files, string folder, TopicId topicId) =>
        files.ReplaceAll(folder, PartitionMetadata.FileName, PartitionMetadata.Encode(topicId));
}

using Cloud.Core.Storage.Epochs;
using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Segments;

namespace Cloud.Core.Storage.Logs;

/// <summary>Saves and loads a log's <c>leader-epoch-checkpoint</c>.</summary>
internal static class EpochFile
{
    // A million epochs; a file beyond that is not one of ours.
    private const int BytesMax = 32 * 1024 * 1024;

    public static void Save(SegmentFolder folder, LeaderEpochCache epochs) =>
        folder.Files.ReplaceAll(
            folder.Path, LeaderEpochCheckpoint.FileName, LeaderEpochCheckpoint.Encode(epochs.Entries));

    /// <summary>Saves after a change, and again after a change that a full disk kept from being saved.</summary>
    public static void SaveIfChanged(LogState log, bool isChanged)
    {
        log.AreEpochsUnsaved |= isChanged;
        if (log.AreEpochsUnsaved)
        {
            Save(log.Folder, log.Epochs);
            log.AreEpochsUnsaved = false;
        }
    }

    /// <summary>
    /// False when the file is missing or cannot be believed: the epochs are then those of the batches.
    /// </summary>
    public static bool TryLoad(SegmentFolder folder, LeaderEpochCache epochs)
    {
        var path = Path.Combine(folder.Path, LeaderEpochCheckpoint.FileName);
        var bytes = folder.Files.TryReadAll(path, BytesMax);
        return bytes is not null
            && LeaderEpochCheckpoint.TryDecode(bytes, out var entries) is DecodeStatus.Done
            && epochs.TryReplaceWith(entries!);
    }
}

using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Segments;

namespace Cloud.Core.Storage.Logs;

/// <summary>
/// A file in the log's folder that says: offsets may be missing here, because this log or the one it was copied from
/// was compacted. Without it a missing offset is damage. The topic's present settings cannot tell, as they may have
/// changed.
/// </summary>
internal static class GapMarker
{
    private const string FileName = "may-have-gaps";

    public static bool Exists(SegmentFolder folder) => folder.Files.FileExists(Path.Combine(folder.Path, FileName));

    /// <summary>Before the first gap is made; it stays for the life of the log.</summary>
    public static void Set(SegmentFolder folder)
    {
        if (folder.MayHaveGaps && Exists(folder))
        {
            return;
        }

        folder.Files.ReplaceAll(folder.Path, FileName, []);
        folder.MayHaveGaps = true;
    }
}

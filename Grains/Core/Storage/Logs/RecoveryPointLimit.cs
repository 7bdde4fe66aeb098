using System.Globalization;
using System.Text;
using Cloud.Core.Storage.Files;
using Cloud.Core.Storage.Segments;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Logs;

/// <summary>
/// A file in the log's folder that says: the recovery point is at most this. The data folder's checkpoint is written
/// now and then; a truncation below it would make records that came after, and were never flushed, look like damaged
/// flushed ones.
/// </summary>
internal static class RecoveryPointLimit
{
    private const string FileName = "recovery-point-limit";
    private const int BytesMax = 64;

    public static void Save(SegmentFolder folder, Offset offset)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"0\n{offset.Value}\n");
        folder.Files.ReplaceAll(folder.Path, FileName, Encoding.ASCII.GetBytes(text));
    }

    /// <summary>The largest offset when there is no limit; zero when there is one that cannot be read.</summary>
    public static Offset Load(SegmentFolder folder)
    {
        var path = Path.Combine(folder.Path, FileName);
        if (!folder.Files.FileExists(path))
        {
            return new(long.MaxValue);
        }

        var bytes = folder.Files.TryReadAll(path, BytesMax) ?? [];
        var lines = Encoding.ASCII.GetString(bytes).Split('\n');
        return lines is ["0", var digits, ""]
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                ? new(value)
                : Offset.Zero;
    }
}

using System.Text;
using System.Text.Json;
using Cloud.Core.Storage.Files;

namespace Cloud.Core.Storage.Manager;

/// <summary>
/// <c>.kafka_cleanshutdown</c> in a data folder: everything in it was flushed and closed. Written last on shutdown,
/// removed first on start; it also bears the broker epoch that ended, as in Kafka.
/// </summary>
internal static class CleanShutdownMarker
{
    private const string FileName = ".kafka_cleanshutdown";
    private const int BytesMax = 4096;

    public static void Write(IFileSystem files, string folder, long brokerEpoch) =>
        files.ReplaceAll(folder, FileName, Encoding.UTF8.GetBytes($"{{\"version\":0,\"brokerEpoch\":{brokerEpoch}}}"));

    /// <summary>
    /// Removes the marker for good; true when it was there. A damaged one still tells that the end was clean.
    /// </summary>
    public static bool Take(IFileSystem files, string folder, out long? brokerEpoch)
    {
        brokerEpoch = null;
        var path = Path.Combine(folder, FileName);
        if (!files.FileExists(path))
        {
            return false;
        }

        brokerEpoch = ReadEpoch(files.TryReadAll(path, BytesMax));
        files.DeleteFile(path);
        files.FlushFolder(folder);
        return true;
    }

    private static long? ReadEpoch(byte[]? bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.TryGetProperty("brokerEpoch", out var epoch) && epoch.TryGetInt64(out var value)
                ? value
                : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}

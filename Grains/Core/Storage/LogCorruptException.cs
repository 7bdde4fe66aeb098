using Cloud.Core.Storage.Files;

namespace Cloud.Core.Storage;

/// <summary>
/// A log file holds bytes that were flushed as good batches and no longer are. The replica must neither lead nor
/// delete; it is fetched again from its peers.
/// </summary>
public class LogCorruptException(string path, FilePosition position, string reason)
    : Exception($"Corrupt log {path} at {position}: {reason}")
{
    public string Path { get; } = path;

    public FilePosition Position { get; } = position;

    public string Reason { get; } = reason;
}

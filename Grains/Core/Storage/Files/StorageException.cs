namespace Cloud.Core.Storage.Files;

/// <summary>A file operation failed. Names what was done, where, and which kind of failure it is.</summary>
public class StorageException(
    StorageErrorKind kind, string operation, string path, FilePosition position, Exception? inner = null)
    : IOException(
        $"Cannot {operation} {path} at {position}: {kind}{(inner is null ? "" : $" ({inner.Message})")}", inner)
{
    public StorageErrorKind Kind { get; } = kind;

    public string Operation { get; } = operation;

    public string Path { get; } = path;

    public FilePosition Position { get; } = position;
}

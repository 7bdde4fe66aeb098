namespace Cloud.Silo.Folders;

/// <summary>A lock on a folder that ends with the process, however it ends. Kafka's <c>.lock</c> file.</summary>
internal sealed class FolderLock : IDisposable
{
    private const string FileName = ".lock";

    private readonly FileStream _file;

    private FolderLock(FileStream file)
    {
        _file = file;
    }

    /// <exception cref="IOException">Another process holds the lock, or the folder cannot be written.</exception>
    public static FolderLock Take(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw new IOException($"the folder {folder} is in use by another process ({path} is locked).", exception);
        }
    }

    public void Dispose() => _file.Dispose();
}

namespace Cloud.Core.Storage.Files;

/// <summary>
/// The only door from Core to files. Names become durable by <see cref="FlushFolder"/>, content by
/// <see cref="IFile.Flush"/>: callers need both. Every call throws <see cref="StorageException"/> on failure.
/// </summary>
public interface IFileSystem
{
    IFile Open(string path, FileAccessMode mode);

    bool FileExists(string path);

    bool FolderExists(string path);

    /// <summary>Plain file names in a folder, without the path, in no order.</summary>
    IReadOnlyList<string> ListFiles(string folder);

    /// <summary>Names of a folder's direct sub-folders, in no order.</summary>
    IReadOnlyList<string> ListFolders(string folder);

    /// <summary>Last change of a file's content, in milliseconds since 1970.</summary>
    long LastModifiedMilliseconds(string path);

    /// <summary>
    /// Replaces the target when it exists, atomically. Works for files and folders of one file system.
    /// </summary>
    void Rename(string source, string target);

    /// <summary>Does nothing when the file is missing. Readers that hold the file open go on reading.</summary>
    void DeleteFile(string path);

    /// <summary>Makes the folder and its parents; does nothing when it is there.</summary>
    void CreateFolder(string path);

    /// <summary>Removes the folder with all its content; does nothing when it is missing.</summary>
    void DeleteFolder(string path);

    /// <summary>Returns when the names in the folder are on the device.</summary>
    void FlushFolder(string path);
}

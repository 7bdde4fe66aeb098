#pragma warning disable RS0030 // This is the file seam's real side: the one place that may touch File and Directory.
namespace Cloud.Core.Storage.Files;

/// <summary>The operating system's files. Stateless.</summary>
public sealed class RealFileSystem : IFileSystem
{
    public IFile Open(string path, FileAccessMode mode) => Guarded("open", path, () =>
    {
        var fileMode = mode switch
        {
            FileAccessMode.OpenOrCreate => FileMode.OpenOrCreate,
            FileAccessMode.CreateOrEmpty => FileMode.Create,
            _ => FileMode.Open,
        };
        var access = mode is FileAccessMode.ReadExisting ? FileAccess.Read : FileAccess.ReadWrite;

        // Segments are read while they are written, renamed and deleted: the sharing flags must not forbid it.
        const FileShare Share = FileShare.ReadWrite | FileShare.Delete;
        return new RealFile(path, File.OpenHandle(path, fileMode, access, Share));
    });

    public bool FileExists(string path) => File.Exists(path);

    public bool FolderExists(string path) => Directory.Exists(path);

    public IReadOnlyList<string> ListFiles(string folder) =>
        Guarded("list", folder, () => NamesOf(Directory.GetFiles(folder)));

    public IReadOnlyList<string> ListFolders(string folder) =>
        Guarded("list", folder, () => NamesOf(Directory.GetDirectories(folder)));

    public long LastModifiedMilliseconds(string path) => Guarded(
        "stat", path, () => new DateTimeOffset(File.GetLastWriteTimeUtc(path)).ToUnixTimeMilliseconds());

    public void Rename(string source, string target) => Guarded("rename", source, () =>
    {
        if (Directory.Exists(source))
        {
            Directory.Move(source, target);
        }
        else
        {
            File.Move(source, target, overwrite: true);
        }

        return true;
    });

    public void DeleteFile(string path) => Guarded("delete", path, () =>
    {
        File.Delete(path);
        return true;
    });

    public void CreateFolder(string path) => Guarded("create folder", path, () => Directory.CreateDirectory(path));

    public void DeleteFolder(string path) => Guarded("delete folder", path, () =>
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }

        return true;
    });

    public void FlushFolder(string path) => PosixCalls.FlushFolder(path);

    private static string[] NamesOf(string[] paths) => Array.ConvertAll(paths, path => Path.GetFileName(path));

    private static T Guarded<T>(string operation, string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception error) when (StorageErrors.IsIo(error))
        {
            throw StorageErrors.Translate(error, operation, path, FilePosition.Start);
        }
    }
}

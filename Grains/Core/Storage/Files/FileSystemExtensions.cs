namespace Cloud.Core.Storage.Files;

/// <summary>Whole-file reading and the one safe way of replacing a small file.</summary>
public static class FileSystemExtensions
{
    /// <summary>Reads a file that is known to be small; one larger than the bound is treated as unreadable.</summary>
    /// <returns>Null when the file is missing or over the bound.</returns>
    public static byte[]? TryReadAll(this IFileSystem files, string path, int byteCountMax)
    {
        if (!files.FileExists(path))
        {
            return null;
        }

        try
        {
            return ReadAll(files, path, byteCountMax);
        }
        catch (StorageException error) when (error.Kind is StorageErrorKind.NotFound)
        {
            // A reader of a segment that its writer deletes at this moment.
            return null;
        }
    }

    /// <summary>
    /// Replaces a file so that after a crash it holds either the old or the new content: write beside it, flush,
    /// rename, flush the folder.
    /// </summary>
    public static void ReplaceAll(this IFileSystem files, string folder, string name, ReadOnlySpan<byte> bytes)
    {
        files.Put(folder, name, bytes);
        files.FlushFolder(folder);
    }

    /// <summary>The same, but for the last step, which the caller owes before it relies on the file.</summary>
    public static void Put(this IFileSystem files, string folder, string name, ReadOnlySpan<byte> bytes)
    {
        var path = Path.Combine(folder, name);
        var temporaryPath = path + ".tmp";
        using (var file = files.Open(temporaryPath, FileAccessMode.CreateOrEmpty))
        {
            file.Write(bytes, FilePosition.Start);
            file.Flush();
        }

        files.Rename(temporaryPath, path);
    }

    private static byte[]? ReadAll(IFileSystem files, string path, int byteCountMax)
    {
        using var file = files.Open(path, FileAccessMode.ReadExisting);
        var byteCount = file.Length;
        if (byteCount > byteCountMax)
        {
            return null;
        }

        var bytes = new byte[byteCount];
        var readBytes = file.Read(bytes, FilePosition.Start);
        return readBytes == bytes.Length ? bytes : bytes[..readBytes];
    }
}

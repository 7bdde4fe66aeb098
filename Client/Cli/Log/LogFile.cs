using Cloud.Cli.Hosting;

namespace Cloud.Cli.Log;

/// <summary>Opens segment files, also those that a broker writes to at the same time.</summary>
internal static class LogFile
{
    /// <exception cref="UsageException">It is not there, or may not be read.</exception>
    public static Stream Open(FileInfo file)
    {
        try
        {
            return file.Open(FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file} cannot be read: {failure.Message}");
        }
    }
}

namespace Cloud.Core.Storage.Files;

/// <summary>The one translation from the runtime's I/O exceptions to <see cref="StorageException"/>.</summary>
internal static class StorageErrors
{
    // On Unix the runtime keeps errno in HResult; on Windows it keeps the HRESULT of the Win32 error.
    private const int Eio = 5;
    private const int Enospc = 28;
    private const int Edquot = 122;
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsDataError = unchecked((int)0x80070017);

    public static bool IsIo(Exception error) =>
        error is UnauthorizedAccessException or (IOException and not StorageException);

    public static StorageException Translate(Exception error, string operation, string path, FilePosition position) =>
        new(KindOf(error), operation, path, position, error);

    public static StorageErrorKind KindOfErrno(int errno) => errno switch
    {
        Eio => StorageErrorKind.DeviceError,
        Enospc or Edquot => StorageErrorKind.DiskFull,
        _ => StorageErrorKind.Other,
    };

    private static StorageErrorKind KindOf(Exception error) => error switch
    {
        FileNotFoundException or DirectoryNotFoundException => StorageErrorKind.NotFound,
        { HResult: WindowsDiskFull or WindowsHandleDiskFull } => StorageErrorKind.DiskFull,
        { HResult: WindowsDataError } => StorageErrorKind.DeviceError,
        _ => KindOfErrno(error.HResult),
    };
}

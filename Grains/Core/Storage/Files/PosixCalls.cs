using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Cloud.Core.Storage.Files;

/// <summary>
/// The two system calls that the runtime does not offer: fsync of a folder, and reserving blocks of an open file. On
/// other systems than Linux both do nothing: Windows makes names durable with its journal, and reserving is only an
/// optimisation.
/// </summary>
internal static class PosixCalls
{
    private const int OpenReadOnly = 0;
    private const int OpenCloseOnExec = 0x80000;
    private const int FallocateKeepSize = 1;
    private const int Enospc = 28;

    public static void FlushFolder(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var descriptor = open(Encoding.UTF8.GetBytes(path + '\0'), OpenReadOnly | OpenCloseOnExec);
        if (descriptor < 0)
        {
            throw Failure("open folder", path);
        }

        try
        {
            if (fsync(descriptor) != 0)
            {
                throw Failure("flush folder", path);
            }
        }
        finally
        {
            _ = close(descriptor);
        }
    }

    public static void Preallocate(SafeFileHandle handle, long byteCount, string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // A file system that cannot reserve (EOPNOTSUPP) is no reason to fail: only a full disk is.
        var failed = fallocate(handle, FallocateKeepSize, 0, byteCount) != 0;
        if (failed && Marshal.GetLastPInvokeError() == Enospc)
        {
            throw Failure("preallocate", path);
        }
    }

    private static StorageException Failure(string operation, string path)
    {
        var errno = Marshal.GetLastPInvokeError();
        var inner = new IOException(Marshal.GetPInvokeErrorMessage(errno), errno);
        return new(StorageErrors.KindOfErrno(errno), operation, path, FilePosition.Start, inner);
    }

#pragma warning disable IDE1006, SYSLIB1054 // The names are the C library's; source-generated imports need unsafe code.
    [DllImport("libc", SetLastError = true)]
    private static extern int open(byte[] path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int fsync(int descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern int fallocate(SafeFileHandle handle, int mode, long start, long byteCount);
#pragma warning restore IDE1006, SYSLIB1054
}

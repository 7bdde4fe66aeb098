namespace Cloud.Core.Storage.Files;

/// <summary>What went wrong on a disk, as far as the caller's next step depends on it.</summary>
public enum StorageErrorKind
{
    /// <summary>No space (ENOSPC, EDQUOT): nothing is damaged; it goes on when space returns.</summary>
    DiskFull,

    /// <summary>The device failed (EIO): what the file holds is unknown; whoever owns it must stop.</summary>
    DeviceError,

    /// <summary>The file or folder does not exist.</summary>
    NotFound,

    /// <summary>Anything else: no permission, too many open files, a read-only file system.</summary>
    Other,
}

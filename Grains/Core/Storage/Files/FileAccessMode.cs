namespace Cloud.Core.Storage.Files;

/// <summary>How a file is opened through the seam.</summary>
public enum FileAccessMode
{
    /// <summary>The file must exist; it is only read.</summary>
    ReadExisting,

    /// <summary>The file must exist; it is read and written.</summary>
    WriteExisting,

    /// <summary>Made when missing, kept when there; read and written.</summary>
    OpenOrCreate,

    /// <summary>Made when missing, emptied when there; read and written.</summary>
    CreateOrEmpty,
}

namespace Cloud.Core.Storage;

/// <summary>
/// What reading a file of the log folder came to. Anything but <see cref="Done"/> means: rebuild the file.
/// </summary>
public enum DecodeStatus
{
    /// <summary>Every byte was understood.</summary>
    Done,

    /// <summary>A whole file of a format that this release does not know.</summary>
    UnknownVersion,

    /// <summary>The checksum in the file is not the one of its bytes.</summary>
    CrcMismatch,

    /// <summary>Torn, truncated, or not of this format at all.</summary>
    Malformed,
}

namespace Cloud.Protocol.Compression;

/// <summary>Outcome of decompressing bytes that someone else wrote.</summary>
public enum CompressionStatus
{
    Done,

    /// <summary>The bytes are not what the codec defines, or end too early.</summary>
    Malformed,

    /// <summary>More would come out than the caller allows: a bomb, or a limit too tight.</summary>
    OutputTooLarge,

    /// <summary>
    /// The codec's library is not on this machine; see <see cref="CompressionUnavailableException"/>.
    /// </summary>
    Unavailable,
}

namespace Cloud.Protocol.Compression;

/// <summary>
/// A codec was chosen for writing whose library this machine does not have. Names both, so that it can be helped.
/// </summary>
public class CompressionUnavailableException(CompressionCodec codec, string libraries)
    : Exception($"Compression {codec} needs one of these libraries, and none could be loaded: {libraries}.")
{
    public CompressionCodec Codec { get; } = codec;

    /// <summary>The names that were tried.</summary>
    public string Libraries { get; } = libraries;
}

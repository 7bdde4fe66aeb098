namespace Cloud.Protocol.Compression;

/// <summary>
/// How the records of a batch are compressed. The numbers are Kafka's and stand in the lowest attribute bits.
/// </summary>
public enum CompressionCodec : byte
{
    None = 0,
    Gzip = 1,
    Snappy = 2,
    Lz4 = 3,
    Zstd = 4,
}
